import { expect, test } from 'vitest';
import type { ReceivedRequest } from '../world/request.ts';
import { RequestLog } from './universe.ts';

function request(requestId: string, size: number): ReceivedRequest {
  const bytes = new Uint8Array(size);
  const [path, at, query, headers] = ['/v1/images/edits', 0, {}, {}];
  return {
    backend: 'xai',
    role: 'submit',
    method: 'POST',
    path,
    query,
    headers,
    body: {},
    bytes,
    at,
    requestId,
  };
}

test('beyond the limit, the oldest requests lose their bodies, and the newest never does', () => {
  const log = new RequestLog(100);
  for (const [id, size] of [
    ['a', 60],
    ['b', 0],
    ['c', 40],
    ['d', 30],
    ['e', 500],
  ] as const)
    log.add(request(id, size));
  const sizes = log.entries.map(({ requestId, bytes, body }) => [
    requestId,
    bytes.length,
    body !== undefined,
  ]);
  expect(sizes).toEqual([
    ['a', 0, false],
    ['b', 0, false],
    ['c', 0, false],
    ['d', 0, false],
    ['e', 500, true],
  ]);
  log.add(request('f', 10));
  expect(log.entries.map(({ bytes }) => bytes.length)).toEqual([0, 0, 0, 0, 0, 10]);
});

test('clearing begins anew, in the same array', () => {
  const log = new RequestLog(100);
  const { entries } = log;
  log.add(request('a', 90));
  log.clear();
  expect(entries).toEqual([]);
  log.add(request('b', 90));
  log.add(request('c', 10));
  expect(entries.map(({ bytes }) => bytes.length)).toEqual([90, 10]);
});

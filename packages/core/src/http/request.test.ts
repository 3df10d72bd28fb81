import { APICallError } from '@ai-sdk/provider';
import { describe, expect, it, vi } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { request } from '../test/request.ts';
import { breakOff, closedAddress, json, startServer, type Answer } from '../test/server.ts';
import { passTime, stopClock } from '../test/time.ts';
import type { RequestKind } from './failure.ts';
import { requestJson } from './request.ts';

const kinds: RequestKind[] = ['once', 'repeatable', 'read'];

/** Failures of a service, and what each may mean. */
const failures = {
  'HTTP 429': response => json(response, 429, { error: 'Too many requests' }),
  'HTTP 429 with retry-after': response =>
    json(response, 429, { error: 'Slow down' }, { 'Retry-After': '9' }),
  'HTTP 408': response => json(response, 408, { error: 'Timed out' }),
  'HTTP 409': response => json(response, 409, { error: 'Conflict' }),
  'HTTP 500': response => json(response, 500, { error: 'Internal' }),
  'HTTP 501': response => json(response, 501, { error: 'Not built' }),
  'HTTP 503': response => json(response, 503, { error: 'Overloaded' }),
  'HTTP 503 with retry-after': response =>
    json(response, 503, { error: 'Overloaded' }, { 'retry-after': '9' }),
  'HTTP 503 with a rate-limit reset': response =>
    json(response, 503, { error: 'Overloaded' }, { 'x-ratelimit-reset': '9' }),
  'HTTP 503 with junk in retry-after': response =>
    json(response, 503, { error: 'Overloaded' }, { 'retry-after': '-1' }),
  'HTTP 529': response => json(response, 529, { error: 'Overloaded' }),
  'HTTP 400': response => json(response, 400, { error: 'Bad prompt' }),
  'HTTP 401': response => json(response, 401, { error: 'Wrong key' }),
  'HTTP 402': response => json(response, 402, { error: 'No credit' }),
  'HTTP 404': response => json(response, 404, { error: 'No such model' }),
  'HTTP 422': response => response.writeHead(422).end('missing field `prompt`'),
  reset: response => response.destroy(),
  'cut answer': response => breakOff(response, '{"value":'),
  'empty answer': response => response.end(),
  'HTTP 429 that asks for two minutes': response =>
    json(response, 429, { error: 'Slow' }, { 'retry-after': '120' }),
  'HTTP 429 that asks for an hour': response =>
    json(response, 429, { error: 'Slow' }, { 'retry-after': '3600' }),
  'answer that is no JSON': response => response.end('<html>'),
  'answer without what is needed': response => json(response, 200, {}),
} satisfies Record<string, Answer>;

type Sent = [once: number, repeatable: number, read: number];

describe('a failed request', () => {
  it.each<[failure: keyof typeof failures, sent: Sent, retryable: string]>([
    ['HTTP 429', [1, 4, 4], 'once repeatable'],
    ['HTTP 429 with retry-after', [1, 4, 4], 'once repeatable'],
    ['HTTP 503 with retry-after', [1, 4, 4], ''],
    ['HTTP 408', [1, 4, 4], ''],
    ['HTTP 500', [1, 4, 4], ''],
    ['HTTP 501', [1, 4, 4], ''],
    ['HTTP 503', [1, 4, 4], ''],
    ['HTTP 503 with a rate-limit reset', [1, 4, 4], ''],
    ['HTTP 503 with junk in retry-after', [1, 4, 4], ''],
    ['HTTP 529', [1, 4, 4], ''],
    ['reset', [1, 4, 4], ''],
    ['cut answer', [1, 4, 4], ''],
    ['HTTP 409', [1, 1, 1], ''],
    ['HTTP 400', [1, 1, 1], ''],
    ['HTTP 401', [1, 1, 1], ''],
    ['HTTP 402', [1, 1, 1], ''],
    ['HTTP 404', [1, 1, 1], ''],
    ['HTTP 422', [1, 1, 1], ''],
    ['answer that is no JSON', [1, 4, 4], ''],
    ['empty answer', [1, 4, 4], ''],
    ['HTTP 429 that asks for two minutes', [1, 1, 4], 'once repeatable'],
    ['HTTP 429 that asks for an hour', [1, 1, 1], 'once repeatable'],
    ['answer without what is needed', [1, 1, 1], ''],
  ])('with %s is sent %j times, and AI SDK may repeat: %s', async (failure, sent, retryable) => {
    stopClock();
    const seen = await Promise.all(
      kinds.map(async kind => {
        const { url, received } = await startServer(failures[failure]);
        const error = await errorOf(passTime(requestJson(request(url, { kind }))));
        return {
          kind,
          sent: received.length,
          retryable: APICallError.isInstance(error) && error.isRetryable,
        };
      }),
    );

    expect(seen.map(entry => entry.sent)).toEqual(sent);
    expect(seen.flatMap(({ kind, retryable: may }) => (may ? [kind] : [])).join(' ')).toBe(retryable);
  });

  it.each<[kind: RequestKind, retryable: boolean]>([
    ['once', true],
    ['repeatable', true],
    ['read', false],
  ])('to a closed port may be repeated by AI SDK unless it is a read (%s)', async (kind, retryable) => {
    stopClock();
    const error = await errorOf(passTime(requestJson(request(await closedAddress(), { kind }))));

    expect(error).toMatchObject({ isRetryable: retryable });
  });

  it.each([
    [503, true],
    [503, false],
    [500, true],
  ])(
    'is one that AI SDK may repeat if the service says so by a 503: %i, %j',
    async (status, isTurnedAway) => {
      const { url } = await startServer(response => json(response, status, { error: 'Overloaded' }));

      const error = await errorOf(requestJson(request(url, { isTurnedAway: () => isTurnedAway })));

      expect(error).toMatchObject({ isRetryable: status === 503 && isTurnedAway });
    },
  );

  it('that an earlier attempt may have started is never one that AI SDK repeats', async () => {
    stopClock();
    const { url } = await startServer((response, _, index) =>
      json(response, index === 0 ? 500 : 429, { error: 'Busy' }),
    );

    const error = await errorOf(passTime(requestJson(request(url, { kind: 'repeatable' }))));

    expect(error).toMatchObject({ statusCode: 429, isRetryable: false });
    expect(error.message).toContain('may have been carried out and billed. Check your bill first.');
  });

  it('that no repeat mends is not repeated', async () => {
    let sent = 0;
    const fetch = () => {
      sent++;
      return globalThis.fetch('https://');
    };

    const error = await errorOf(requestJson(request('api.test/v1', { kind: 'repeatable', fetch })));

    expect(sent).toBe(1);
    expect(error).toMatchObject({ isRetryable: false });
    expect(error.message).toContain(
      'Nothing was sent, so nothing was billed. Check the network and the address api.test/v1.',
    );
  });
});

describe('a request that is safe to repeat', () => {
  it('succeeds as soon as the service does', async () => {
    stopClock();
    const { url, received } = await startServer((response, _, index) =>
      index < 3 ? json(response, 500, {}) : json(response, 200, { value: 'cat' }, { 'X-Request-Id': '7' }),
    );

    const { value, status, headers } = await passTime(requestJson(request(url, { kind: 'repeatable' })));

    expect({ value, status, id: headers['x-request-id'] }).toEqual({ value: 'cat', status: 200, id: '7' });
    expect(new Set(received.map(({ body }) => body))).toEqual(new Set(['{"prompt":"A cat"}']));
  });

  it('waits half a second, one, then two, less up to half of each', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { url, received } = await startServer(response => json(response, 500, {}));

    await errorOf(passTime(requestJson(request(url, { kind: 'read' }))));

    expect(received.map(({ at }) => at)).toEqual([0, 250, 750, 1750]);
  });

  it('waits as long as the service says', async () => {
    stopClock();
    const headers = [{ 'retry-after': '3' }, { 'retry-after-ms': '40' }, { 'x-ratelimit-reset': '10' }];
    const { url, received } = await startServer((response, _, index) =>
      index < 3 ? json(response, 429, {}, headers[index]) : json(response, 200, { value: 'cat' }),
    );

    await passTime(requestJson(request(url, { kind: 'read' })));

    expect(received.map(({ at }) => at)).toEqual([0, 3000, 3040, 10_000]);
  });
});

describe('what is sent', () => {
  it('is the body as JSON, with the headers that were given', async () => {
    const { url, received } = await startServer(response => json(response, 200, { value: 'cat' }));

    await requestJson(request(`${url}/v1/images?a=b`, { headers: { 'x-trace': '1' } }));

    expect(received).toMatchObject([
      {
        method: 'POST',
        path: '/v1/images?a=b',
        body: '{"prompt":"A cat"}',
        headers: { 'content-type': 'application/json', 'x-trace': '1' },
      },
    ]);
  });

  it('is a form with files as bytes, which another fetch understands, whatever content type was given', async () => {
    const { url, received } = await startServer(response => json(response, 200, { value: 'cat' }));
    const bodies: unknown[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      bodies.push(init?.body);
      return globalThis.fetch(input, init);
    };
    const form = [
      { name: 'purpose', value: 'batch' },
      { name: 'file', data: Buffer.from('A cat'), filename: 'a "cat".txt', mediaType: 'text/plain' },
    ];

    await requestJson(
      request(url, { form, fetch, headers: { 'content-type': 'text/plain', 'x-trace': '1' } }),
    );
    expect(bodies).toEqual([expect.any(Uint8Array)]);

    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(headers).toMatchObject({ 'x-trace': '1' });
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(String(headers['content-type']))?.[1];
    expect(boundary && body.startsWith(`--${boundary}`)).toBe(true);
    const type = String(headers['content-type']);
    const read = await new Response(body, { headers: { 'content-type': type } }).formData();
    expect([...read.keys()]).toEqual(['purpose', 'file']);
    expect(read.get('purpose')).toBe('batch');
    const file = read.get('file');
    expect(file).toMatchObject({ name: 'a "cat".txt', type: 'text/plain', size: 5 });
  });

  it('is nothing that a framework may keep, where the runtime can say so', async () => {
    const caches: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (_, init) => {
      caches.push(init?.cache);
      return Response.json({ value: 'cat' });
    };
    const look = request('https://api.test', { kind: 'read', method: 'GET', body: undefined, fetch });
    await requestJson(look);
    vi.stubGlobal('Request', Map);
    await requestJson(look);

    expect(caches).toEqual(['no-store', undefined]);
  });

  it('has no body and no content type when there is none', async () => {
    const { url, received } = await startServer(response => json(response, 200, { value: 'cat' }));

    await requestJson(request(url, { kind: 'read', method: 'GET', body: undefined }));

    expect(received).toMatchObject([{ method: 'GET', body: '' }]);
    expect(received[0]?.headers).not.toHaveProperty('content-type');
  });

  it('never goes to another address with the key', async () => {
    const elsewhere = await startServer(response => json(response, 200, { value: 'stolen' }));
    const { url, received } = await startServer(response =>
      response.writeHead(307, { location: `${elsewhere.url}?a=b` }).end(),
    );

    const error = await errorOf(requestJson(request(url, { kind: 'repeatable' })));

    expect(error).toMatchObject({ statusCode: 307, isRetryable: false });
    expect(error.message).toContain(
      `the service redirects to ${elsewhere.url}/ (HTTP 307), which is not followed with a key`,
    );
    expect(received).toHaveLength(1);
    expect(elsewhere.received).toEqual([]);
  });
});

function show(answer: unknown, status: number): string {
  return `${status} ${String(answer)}`;
}

describe('an answer that says 202', () => {
  it.each(['', 'accepted', '<html>'])('may have the body %j, as the work goes on', async body => {
    const { url } = await startServer(response => response.writeHead(202).end(body));

    expect((await requestJson(request(url, { kind: 'read', parse: show }))).value).toBe('202 undefined');
  });
});

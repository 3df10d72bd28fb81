import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isObject, type JsonObject } from './json.ts';
import { create, start } from '../../test/civitai.ts';

interface Receiver {
  readonly url: string;
  readonly events: JsonObject[];
}

/** A server that takes events; the given statuses are answered first, then 200. */
async function receive(...statuses: number[]): Promise<Receiver> {
  const events: JsonObject[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const event: unknown = JSON.parse(await text(incoming));
    if (isObject(event)) events.push(event);
    outgoing.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/hook`, events };
}

const civitai = { loopbackCallbacks: true, callbackRetryMs: [1, 1] };

describe('callbacks', () => {
  it('tell every status of workflow, step and job in order', async () => {
    const { submit } = await start({ civitai });
    const { url, events } = await receive();
    const callbacks = [{ url, type: ['workflow:*', 'step:*', 'job:*'] }];
    const { json } = await submit({ steps: [create()], callbacks });
    await expect.poll(() => events.length).toBe(7);
    expect(events.map(({ $type, status }) => `${String($type)}:${String(status)}`)).toEqual([
      'workflow:unassigned',
      'job:processing',
      'step:processing',
      'workflow:processing',
      'job:succeeded',
      'step:succeeded',
      'workflow:succeeded',
    ]);
    expect(events.every(({ workflowId }) => workflowId === json['id'])).toBe(true);
  });

  it('are limited to what was asked for, with details on request', async () => {
    const { submit } = await start({ civitai });
    const { url, events } = await receive();
    const callbacks = [{ url, type: ['workflow:failed'], detailed: true }];
    await submit({ steps: [create({ prompt: '#error' })], callbacks, metadata: { order: 1 } });
    await expect.poll(() => events).toHaveLength(1);
    expect(events).toMatchObject([
      {
        $type: 'workflow',
        status: 'failed',
        timestamp: expect.any(String),
        details: { metadata: { order: 1 } },
      },
    ]);
  });

  it('are repeated until they are taken, and hold back the next one', async () => {
    const { submit, emulator } = await start({ civitai });
    const { url, events } = await receive(500, 503);
    await submit({ steps: [create()], callbacks: [{ url, type: ['workflow:*'] }] });
    await expect.poll(() => events.at(-1)?.['status']).toBe('succeeded');
    expect(events.map(({ status }) => status)).toEqual([
      'unassigned',
      'unassigned',
      'unassigned',
      'processing',
      'succeeded',
    ]);
    // The receiver knows of the last one before its answer has arrived.
    const attempts = (): unknown =>
      emulator.civitai.callbacks().map(({ attempt, status }) => [attempt, status]);
    await expect.poll(attempts).toEqual([
      [1, 500],
      [2, 503],
      [3, 200],
      [1, 200],
      [1, 200],
    ]);
  });

  it('are given up when nobody is there', async () => {
    const { submit, emulator } = await start({ civitai });
    await submit({
      steps: [create()],
      callbacks: [{ url: 'http://127.0.0.1:1/', type: ['workflow:succeeded'] }],
    });
    await expect.poll(() => emulator.civitai.callbacks().length).toBe(3);
    expect(emulator.civitai.callbacks().every(({ status }) => status === undefined)).toBe(true);
  });
});

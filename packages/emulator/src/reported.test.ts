import { setupServer } from 'msw/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEmulator, type Emulator, startEmulator } from './emulator.ts';
import { handlers } from './msw.ts';
import { createClient } from '../test/client.ts';

const own = new RangeError('of the test itself');

function fail(): never {
  throw own;
}

const steps = [
  { $type: 'imageGen', input: { engine: 'grok', operation: 'createImage', prompt: 'A cat in a tree' } },
];

/** Each way in which a function of a test can throw. */
const mistakes: Readonly<Record<string, (emulator: Emulator) => unknown>> = {
  match: ({ script }) => script({ status: 500, on: 'any', times: Infinity, match: fail }),
  edit: ({ script }) => script({ edit: fail, times: Infinity }),
  onEnded: ({ civitai }) => civitai.onEnded(fail),
  'onEnded that waits': ({ civitai }) => civitai.onEnded(async () => fail()),
};

const kinds = Object.keys(mistakes);

async function work(emulator: Emulator, fetch: typeof globalThis.fetch): Promise<number[]> {
  const images = await createClient(emulator.xai, fetch).post('/images/generations', { prompt: 'A cat' });
  const civitai = createClient(emulator.civitai, fetch);
  const workflow = await civitai.post('/v2/consumer/workflows?wait=5', { steps });
  return [images.status, workflow.status];
}

describe.each(kinds)('what a function of a test throws: %s', kind => {
  test('over HTTP, no answer shows it, and closing throws it', async () => {
    const emulator = await startEmulator();
    mistakes[kind]?.(emulator);
    expect(await work(emulator, globalThis.fetch)).toEqual([200, 200]);
    await expect(emulator.close()).rejects.toBe(own);
    await expect(fetch(emulator.xai.baseURL)).rejects.toThrow(TypeError);
  });

  test('in process, each call rejects with it until reset, which throws it once', async () => {
    const emulator = createEmulator();
    mistakes[kind]?.(emulator);
    await expect(work(emulator, emulator.fetch)).rejects.toBe(own);
    await expect(emulator.fetch(emulator.xai.baseURL)).rejects.toBe(own);
    expect(() => emulator.reset()).toThrow(own);
    emulator.reset();
    expect(await work(emulator, emulator.fetch)).toEqual([200, 200]);
  });

  test('through MSW, the connection breaks, and reset throws it', async () => {
    const emulator = createEmulator();
    const server = setupServer(...handlers(emulator));
    server.listen();
    onTestFinished(() => server.close());
    mistakes[kind]?.(emulator);
    await expect(work(emulator, globalThis.fetch)).rejects.toThrow(TypeError);
    expect(() => emulator.reset()).toThrow(own);
  });
});

test('of several errors, the first one counts', async () => {
  const emulator = await startEmulator();
  emulator.script({ status: 500, match: fail });
  emulator.script({ status: 500, match: () => expect.unreachable() });
  await work(emulator, globalThis.fetch);
  await expect(emulator.close()).rejects.toBe(own);
});

test('what cannot be served is a 500 over HTTP, and the reason is thrown by closing', async () => {
  const emulator = await startEmulator();
  emulator.script({ status: 418, body: { size: 1n } });
  expect((await createClient(emulator.xai).get('/models')).status).toBe(500);
  await expect(emulator.close()).rejects.toThrow('BigInt');
});

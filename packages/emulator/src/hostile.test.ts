import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from './emulator.ts';
import { createClient } from '../test/client.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false, pictures: 'plain' });
});
// Closing throws whatever went wrong inside.
afterAll(() => emulator.close());

const levels = 20_000;
const deep = '['.repeat(levels) + ']'.repeat(levels);

describe('JSON that is 20,000 levels deep is a 400', () => {
  const input = `{"engine":"grok","operation":"createImage","prompt":"A cat"}`;
  test.each([
    ['xai', '/images/generations', deep],
    ['xai', '/images/generations', '['.repeat(levels)],
    ['xai', '/images/edits', `{"prompt":"A cat","image":${deep}}`],
    ['xai', '/batches', `{"name":"cats","more":${deep}}`],
    ['crazyrouter', '/images/generations', `{"prompt":"A cat","more":${deep}}`],
    ['civitai', '/v2/consumer/workflows', deep],
    [
      'civitai',
      '/v2/consumer/workflows',
      `{"metadata":{"more":${deep}},"steps":[{"$type":"imageGen","input":${input}}]}`,
    ],
    ['civitai', '/v2/consumer/recipes/imageGen', '{"a":'.repeat(levels)],
  ] as const)('%s %s', async (backend, path, body) => {
    expect((await createClient(emulator[backend]).post(path, body)).status).toBe(400);
  });

  test('brackets in a text are no levels', async () => {
    const prompt = `"${'[{'.repeat(levels / 20)}\\`;
    const { status } = await createClient(emulator.xai).post('/images/generations', { prompt });
    expect(status).toBe(200);
  });
});

test.each(['/xai/v1/images/%E0%A4%A', '/xai/public/%ff/%', '/civitai/v2/consumer/blobs/%ff?sig=%ff&exp=%'])(
  'an address with a broken escape is answered: %s',
  async path => {
    const headers = { authorization: `Bearer ${emulator.xai.apiKey}` };
    expect((await fetch(emulator.url + path, { headers })).status).toBeLessThan(500);
  },
);

test('a method that no client of `fetch` has is a 405', async () => {
  const asking = request(`${emulator.xai.baseURL}/models`, { method: 'TRACE' }).end();
  const [response]: { statusCode?: number }[] = await once(asking, 'response');
  expect(response?.statusCode).toBe(405);
});

import { startEmulator, type ReceivedRequest, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ImageDownloadError } from '../index.ts';
import { call, errorOf, model } from '../test/call.ts';
import { png, startServer } from '../test/server.ts';
import { finish, stopClock } from '../test/time.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function downloadErrorOf(failing: Promise<unknown>): Promise<ImageDownloadError> {
  const error = await errorOf(failing);
  if (ImageDownloadError.isInstance(error)) return error;
  throw error;
}

describe('a download that fails for all images', () => {
  test('is an error with their addresses and their price', async () => {
    emulator.script({ expire: true, times: Infinity });
    stopClock();
    const error = await downloadErrorOf(finish(model(emulator.xai).doGenerate({ ...call, n: 2 })));
    expect(error).toMatchObject({
      message: `Failed to fetch 2 paid images: Failed to download an image from ${emulator.url}: the server answered HTTP 404. What is paid may still be there: call error.retryDownload(), or fetch error.urls, before the addresses expire. Sending the request again would be billed again.`,
      provider: 'xai.image',
      modelId: 'grok-imagine-image',
      requestId: emulator.ledger[0]?.requestId,
      cost: { usd: 0.04 },
      urls: [expect.stringContaining('/xai-imgen/'), expect.stringContaining('/xai-imgen/')],
    });
  });

  test('pays once: the images come with retryDownload when the host is back', async () => {
    const outage = emulator.script({ on: 'content', status: 403, times: Infinity });
    stopClock();
    const error = await downloadErrorOf(finish(model(emulator.xai).doGenerate({ ...call, n: 2 })));
    await expect(finish(error.retryDownload())).rejects.toThrow('HTTP 403');
    outage.cancel();
    expect(await finish(error.retryDownload())).toMatchObject([
      { data: expect.any(Uint8Array), metadata: { index: 0, costUsd: 0.02, mediaType: 'image/jpeg' } },
      { data: expect.any(Uint8Array), metadata: { index: 1 } },
    ]);
    expect(emulator.ledger).toMatchObject([{ images: 2, delivered: 2 }]);
  });

  test('keeps the addresses when the time is up, and retryDownload has time again', async () => {
    const stall = emulator.script({ on: 'content', stall: 'body', times: Infinity });
    stopClock();
    const error = await downloadErrorOf(finish(model(emulator.xai, { timeout: 20_000 }).doGenerate(call)));
    expect(error.urls).toEqual([expect.stringContaining('/xai-imgen/')]);
    expect(error.message).toMatch(/did not arrive within \d+ ms/);
    stall.cancel();
    expect(await finish(error.retryDownload())).toHaveLength(1);
  });
});

describe('a download that fails for some images', () => {
  test('delivers the others, with a warning that has the address', async () => {
    emulator.script({ expire: true });
    stopClock();
    const result = await finish(model(emulator.xai).doGenerate({ ...call, n: 3 }));
    expect(result.images).toHaveLength(2);
    expect(result.warnings).toEqual([
      {
        type: 'other',
        message: expect.stringMatching(
          /^A paid image could not be fetched: .* HTTP 404\. It may still be at http:.*\/xai-imgen\//,
        ),
      },
    ]);
    const { images = [], requests } = result.providerMetadata['xai'] ?? {};
    expect(images.map(image => image['costTicks'])).toEqual([300_000_000, 300_000_000]);
    expect(requests).toMatchObject([{ requested: 3, delivered: 2, costTicks: 600_000_000 }]);
  });

  test('delivers the others even when one hangs until the time is up', async () => {
    let hanging: string | undefined;
    const match = ({ path }: ReceivedRequest) => (hanging ??= path) === path;
    emulator.script({ on: 'content', stall: 'headers', match, times: Infinity });
    stopClock();
    const result = await finish(model(emulator.xai, { timeout: 20_000 }).doGenerate({ ...call, n: 2 }));
    expect(result.images).toHaveLength(1);
    expect(result.warnings).toHaveLength(1);
  });
});

test('a download that fails for a moment is repeated', async () => {
  emulator.script({ on: 'content', status: 503 });
  emulator.script({ on: 'content', reset: 'before', after: 1 });
  stopClock();
  const result = await finish(model(emulator.xai).doGenerate(call));
  expect(result.images).toHaveLength(1);
  expect(emulator.ledger).toMatchObject([{ images: 1, delivered: 1 }]);
});

describe('an address in an answer is not trusted', () => {
  test.each([
    ['http://169.254.169.254/latest/meta-data'],
    ['https://127.0.0.1:1/cat.png'],
    ['http://images.example/cat.png'],
    ['file:///etc/passwd'],
    ['undefined'],
  ])('%s is not fetched', async url => {
    const fetched: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      fetched.push(String(input));
      return globalThis.fetch(input, init);
    };
    const server = await startServer(() => ({ body: { data: [{ url }] } }));
    const error = await downloadErrorOf(model(server, { fetch }).doGenerate(call));
    expect(error.urls).toEqual([url]);
    expect(fetched).toEqual([`${server.baseURL}/images/generations`]);
  });
});

test('no key and no header of the caller goes to an image', async () => {
  const server = await startServer(({ path }, _index, baseURL) =>
    path.includes('/image/') ? { body: png } : { body: { data: [{ url: `${baseURL}/image/1.png` }] } },
  );
  await model(server, { headers: { 'x-team': 'team-1' } }).doGenerate({
    ...call,
    headers: { 'x-call': '1' },
  });
  const [submit, image] = server.received;
  expect(submit?.headers).toMatchObject({
    authorization: 'Bearer xai-test-key',
    'x-team': 'team-1',
    'x-call': '1',
  });
  expect(image?.path).toBe('/v1/image/1.png');
  for (const name of ['authorization', 'x-team', 'x-call']) expect(image?.headers).not.toHaveProperty(name);
});

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parseCivitaiEvent } from '@grok-image/civitai';
import { createEmulator, startEmulator, type Fault } from '@grok-image/emulator';
import { memoryBlobs, wrap, type ImageMiddleware } from '@grok-image/middleware';
import { billOnceMiddleware } from '@grok-image/middleware/bill-once';
import { budgetMiddleware } from '@grok-image/middleware/budget';
import { fallbackModel } from '@grok-image/middleware/fallback';
import { s3 } from '@grok-image/middleware/s3';
import { createGrok, type ImageModelV4 } from '@grok-image/xai';
import { expect, onTestFinished, test, vi } from 'vitest';
import { call } from '../../packages/xai/src/test/call.ts';

const page = await readFile(path.join(import.meta.dirname, '../../docs/errors.md'), 'utf8');

/** Makes a picture of the emulator, which has a fault. */
async function make(
  fault: Fault | undefined,
  changes: Partial<typeof call> = {},
  timeout?: number,
): Promise<unknown> {
  return modelWith(fault, timeout).doGenerate({ ...call, ...changes });
}

function modelWith(fault?: Fault, timeout?: number): ImageModelV4 {
  const emulator = createEmulator({ pictures: 'plain' });
  if (fault) emulator.script(fault);
  const { fetch } = emulator;
  const settings = { apiKey: 'xai-key', fetch, rateLimit: false } as const;
  return createGrok(timeout === undefined ? settings : { ...settings, timeout }).image('grok-imagine-image');
}

/** Two calls at the same time, of which the middleware lets one pass at most. */
async function twice(middleware: ImageMiddleware): Promise<unknown> {
  const model = wrap(modelWith(), middleware);
  return Promise.all([model.doGenerate(call), model.doGenerate(call)]);
}

const misspelt = { xai: { resolutoin: '2k' } };

const away: Fault = { status: 503, times: Infinity };

/** What causes each error whose words the page quotes. */
const causes: Readonly<Record<string, () => Promise<unknown>>> = {
  InvalidArgumentError: () => make(undefined, { providerOptions: misspelt }),
  UnsupportedFunctionalityError: () =>
    make(undefined, {
      files: [{ type: 'url', url: 'https://images.example/cat.png' }],
      mask: { type: 'url', url: 'https://images.example/mask.png' },
    }),
  LoadAPIKeyError: async () => {
    vi.stubEnv('XAI_API_KEY', undefined);
    return createGrok().image('grok-imagine-image').doGenerate(call);
  },
  APICallError: () => make({ reset: 'after' }),
  InsufficientFundsError: () =>
    make({ status: 403, body: { error: 'Your team has used all available credits.' } }),
  ContentModerationError: () => make(undefined, { prompt: 'A cat #refuse' }),
  GenerationFailedError: () =>
    make({ jobStatus: 'failed' }, { providerOptions: { xai: { deferred: true } } }),
  GenerationTimeoutError: () => make({ stall: 'headers' }, {}, 20),
  XaiBatchIncompleteError: async () => {
    const emulator = createEmulator();
    emulator.script({ reset: 'after', path: '/requests', times: Infinity });
    const { fetch } = emulator;
    const grok = createGrok({ apiKey: 'xai-key', fetch });
    return grok.batch.create({ requests: [{ id: 'a', model: 'grok-imagine-image', prompt: 'A cat' }] });
  },
  CivitaiEventError: () => parseCivitaiEvent('[]'),
  BudgetExceededError: () => twice(budgetMiddleware({ usd: 0.01 })),
  IdempotencyKeyError: async () => {
    const model = wrap(modelWith({ reset: 'after' }), billOnceMiddleware({ blobs: memoryBlobs() }));
    const options = { ...call, providerOptions: { grokImage: { key: 'order-17' } } };
    await Promise.allSettled([model.doGenerate(options)]);
    return model.doGenerate(options);
  },
  CallsStoppedError: async () => {
    const budget = budgetMiddleware({ usd: 1 });
    await budget.stop({ reason: 'too much' });
    return wrap(modelWith(), budget).doGenerate(call);
  },
  TooManyCallsError: () => twice(budgetMiddleware({ maxInFlight: 1 })),
  S3Error: async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const server = createServer((_, response) => response.writeHead(403).end());
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const blobs = s3({
      bucket: 'pictures',
      endpoint: `http://127.0.0.1:${portOf(server.address())}`,
      credentials,
    });
    return blobs.put('cat.png', { bytes: Uint8Array.of(1), mediaType: 'image/png' });
  },
  FallbackError: () => Promise.resolve(fallbackModel([modelWith(away), modelWith(away)]).doGenerate(call)),
  EmulatorStartError: async () => {
    const first = await startEmulator();
    onTestFinished(() => first.close());
    return startEmulator({ port: Number(new URL(first.xai.baseURL).port) });
  },
};

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What the page quotes of the words of an error, by the name of its class. */
const quotes = [...page.matchAll(/^### (\w+)\n\n> (.*)$/gm)].map(([, name = '', words = '']) => ({
  name,
  words,
}));

/** What needs a server of its own: a Redis without an append-only file, in the tests of the stores. */
const elsewhere = ['StoreSetupError'];

test('every quoted error is caused here, or where its server is', () => {
  const names = quotes.map(({ name }) => name);
  expect(names.toSorted()).toEqual([...Object.keys(causes), ...elsewhere].toSorted());
});

/** Without figures, which are those of a call. */
function said(text: string): string {
  return text.replaceAll('`', '').replaceAll(/\d+ ms/g, 'ms');
}

test.each(quotes.filter(({ name }) => name in causes))('$name says: $words', async ({ name, words }) => {
  const [settled] = await Promise.allSettled([causes[name]?.()]);
  if (settled?.status !== 'rejected') throw new TypeError('Nothing was thrown.');
  const error: unknown = settled.reason;
  if (!(error instanceof Error)) throw new TypeError('What was thrown is no error.');
  expect(error.name).toContain(name);
  // What an ellipsis stands for is that of the call, too.
  let rest = said(error.message);
  for (const piece of said(words).split(/ ?… ?/)) {
    expect(rest).toContain(piece);
    rest = rest.slice(rest.indexOf(piece) + piece.length);
  }
});

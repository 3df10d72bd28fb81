import { createXai as theirs7 } from '@ai-sdk/xai';
import { createEmulator } from '@grok-image/emulator';
import {
  memoryBlobs,
  production,
  wrap,
  type ImageMiddleware,
  type ImageModelLike,
} from '@grok-image/middleware';
import { billOnceMiddleware } from '@grok-image/middleware/bill-once';
import { budgetMiddleware } from '@grok-image/middleware/budget';
import { cacheMiddleware } from '@grok-image/middleware/cache';
import { fallbackModel } from '@grok-image/middleware/fallback';
import { persistMiddleware } from '@grok-image/middleware/persist';
import { rateLimitMiddleware } from '@grok-image/middleware/rate-limit';
import { telemetryMiddleware } from '@grok-image/middleware/telemetry';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { describe, expect, test, vi } from 'vitest';
import { createXai as theirs4 } from 'xai4';
import { createXai as theirs5 } from 'xai5';
import { createXai as theirs6 } from 'xai6';
import { aiSdks } from '../contract/harness/ai-sdk.ts';

/** The peer of each major, whose model is one of one picture a request here. */
const peers: Readonly<Record<4 | 5 | 6 | 7, (settings: object) => { image(id: string): ImageModelLike }>> = {
  4: theirs4,
  5: theirs5,
  6: theirs6,
  7: theirs7,
};

const middleware: Readonly<Record<string, () => ImageMiddleware>> = {
  billOnce: () => billOnceMiddleware(),
  cache: () => cacheMiddleware(),
  rateLimit: () => rateLimitMiddleware({ perSecond: 100 }),
  budget: () => budgetMiddleware({ usd: 1, price: 0.02 }),
  persist: () => persistMiddleware({ blobs: memoryBlobs() }),
  telemetry: () => telemetryMiddleware(),
  production: () =>
    production({
      cache: true,
      budget: { usd: 1, price: 0.02 },
      bucket: memoryBlobs(),
      limit: { perSecond: 100 },
    }),
};

const cases = aiSdks.flatMap(sdk => Object.keys(middleware).map(name => ({ sdk, major: sdk.major, name })));

function single(major: 4 | 5 | 6 | 7) {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  const emulator = createEmulator({ pictures: 'plain', freshPictures: true, rateLimit: false });
  const model = peers[major]({ ...emulator.xai, fetch: emulator.fetch }).image('grok-imagine-image');
  const one: ImageModelLike = Object.create(model, { maxImagesPerCall: { value: 1, enumerable: true } });
  return { emulator, model: one };
}

describe('four pictures of a model that makes one a request', () => {
  test.each(cases)('are four, and four bills: AI SDK $major, $name', async ({ sdk, name }) => {
    const { emulator, model } = single(sdk.major);
    const around = middleware[name]?.();
    if (around === undefined) throw new TypeError(name);
    const ways = [
      wrap(model, around),
      ...(sdk.wrapImageModel ? [sdk.wrapImageModel({ model, middleware: around })] : []),
    ];
    for (const [way, wrapped] of ways.entries()) {
      const { images } = await sdk.generateImage({ model: wrapped, prompt: `A cat, ${way}`, n: 4 });
      expect(new Set(images.map(({ base64 }) => base64)).size).toBe(4);
    }
    expect(emulator.ledger.map(entry => entry.images)).toEqual(ways.flatMap(() => [1, 1, 1, 1]));
  });

  test.each(aiSdks)('are four of a fallback: AI SDK $major', async sdk => {
    const { emulator, model } = single(sdk.major);
    const { images } = await sdk.generateImage({ model: fallbackModel([model]), prompt: 'A cat', n: 4 });
    expect(new Set(images.map(({ base64 }) => base64)).size).toBe(4);
    expect(emulator.ledger).toHaveLength(4);
  });
});

// AI SDK 6 hands a middleware what a model of AI SDK 5 gives as it is, and 7 what it makes of it.
test.each(aiSdks.filter(({ wrapImageModel }) => wrapImageModel !== undefined))(
  'warnings of a model of AI SDK 5 have the form of AI SDK $major behind every middleware',
  async sdk => {
    vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
    const { xai, fetch } = createEmulator({ pictures: 'plain', rateLimit: false });
    for (const around of Object.values(middleware)) {
      const model = sdk.wrapImageModel?.({
        model: createGrokV2({ ...xai, fetch, rateLimit: false }).image('grok-imagine-image'),
        middleware: around(),
      });
      const { warnings } = await sdk.generateImage({ model, prompt: 'A cat', seed: 7 });
      expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'seed' }]);
    }
  },
);

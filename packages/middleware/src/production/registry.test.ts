import { createXai } from '@ai-sdk/xai';
import { createProviderRegistry, generateImage, wrapProvider } from 'ai';
import { describe, expect, test } from 'vitest';
import { startService } from '../test/service.ts';
import { production } from './production.ts';

const prompt = 'A cat in a tree';

describe('a stack in a provider, which wraps its model anew at each look', () => {
  const ways = [
    [
      'a registry',
      (provider: ReturnType<typeof createXai>, stack: ReturnType<typeof production>) => {
        const registry = createProviderRegistry({ xai: provider }, { imageModelMiddleware: stack });
        return () => registry.imageModel('xai:grok-imagine-image');
      },
    ],
    [
      'wrapProvider',
      (provider: ReturnType<typeof createXai>, stack: ReturnType<typeof production>) => {
        const wrapped = wrapProvider({ provider, languageModelMiddleware: [], imageModelMiddleware: stack });
        return () => wrapped.imageModel('grok-imagine-image');
      },
    ],
  ] as const;

  test.each(ways)('of %s shares its cache, its budget and its limit', async (_, modelOf) => {
    const { emulator } = startService();
    const provider = createXai({ ...emulator.xai, fetch: emulator.fetch });
    const stack = production({
      cache: true,
      budget: { usd: 1, price: 0.02 },
      limit: { perMinute: 2, maxWaitMs: 0 },
    });
    const look = modelOf(provider, stack);
    expect(look()).not.toBe(look());
    for (let time = 0; time < 2; time++) await generateImage({ model: look(), prompt });
    expect(emulator.ledger).toHaveLength(1);
    await generateImage({ model: look(), prompt: 'A dog' });
    await expect(generateImage({ model: look(), prompt: 'A fish', maxRetries: 0 })).rejects.toMatchObject({
      statusCode: 429,
    });
    expect(emulator.ledger).toHaveLength(2);
    expect(await stack.budget?.status()).toMatchObject([{ spent: 0.04, reserved: 0, unsettled: 0 }]);
  });
});

/** What workers refuse outside of a request. */
const refused = ['setTimeout', 'setInterval', 'fetch'] as const;

test('a stack sets no timer, takes no random number and connects to nothing when it is made', () => {
  const redis = { defineCommand: refuse, eval: refuse, evalsha: refuse };
  const kept = refused.map(name => [name, Reflect.get(globalThis, name)] as const);
  const { random } = Math;
  const { randomUUID, getRandomValues } = crypto;
  for (const name of refused) Reflect.set(globalThis, name, refuse);
  Math.random = refuse;
  Object.assign(crypto, { randomUUID: refuse, getRandomValues: refuse });
  try {
    expect(
      production({ redis, cache: true, budget: { usd: 1, per: 'day' }, limit: { perSecond: 5 } }).budget,
    ).toBeDefined();
  } finally {
    for (const [name, value] of kept) Reflect.set(globalThis, name, value);
    Math.random = random;
    Object.assign(crypto, { randomUUID, getRandomValues });
  }
});

function refuse(): never {
  throw new TypeError('Not outside of a request.');
}

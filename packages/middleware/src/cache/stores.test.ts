import { Keyv } from 'keyv';
import { expect, test, vi } from 'vitest';
import { production } from '../production/production.ts';
import { bytesOf } from '../stack/result.ts';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { call, startService } from '../test/service.ts';
import { cacheMiddleware } from './index.ts';

test('a Keyv holds the index as texts, and no bytes', async () => {
  const { emulator, peer } = startService();
  const store = new Keyv();
  const set = vi.spyOn(store, 'set');
  const shared = { store, blobs: memoryBlobs() };
  const first = await wrap(peer, cacheMiddleware(shared)).doGenerate(call);
  const second = await wrap(peer, cacheMiddleware(shared)).doGenerate(call);
  expect(bytesOf(second.images[0] ?? '')).toEqual(bytesOf(first.images[0] ?? ''));
  expect(emulator.ledger).toHaveLength(1);
  expect(set).toHaveBeenCalledTimes(1);
  const [, kept] = set.mock.calls[0] ?? [];
  expect(kept).toEqual(expect.stringMatching(/^\{"images":\["pictures\/default\/all\/[0-9a-f]{64}\.jpg"\]/));
  expect(String(kept).length).toBeLessThan(1000);
});

test('a picture is found for as long as ttl says', async () => {
  vi.useFakeTimers();
  try {
    const { emulator, peer } = startService();
    const model = wrap(peer, cacheMiddleware({ ttl: 60_000 }));
    await model.doGenerate(call);
    await vi.advanceTimersByTimeAsync(59_000);
    await model.doGenerate(call);
    expect(emulator.ledger).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    await model.doGenerate(call);
    expect(emulator.ledger).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('a hit in a bucket has an address that was signed for it', async () => {
  const { peer } = startService();
  let signed = 0;
  const bucket = {
    ...memoryBlobs(),
    url: async (key: string) => `https://bucket.test/${key}?signature=${(signed += 1)}`,
  };
  const model = wrap(peer, production({ cache: true, bucket }));
  const addresses: unknown[] = [];
  for (let time = 0; time < 3; time++) {
    const { providerMetadata } = await model.doGenerate(call);
    const [image] = Object(providerMetadata?.['grokImage']).images;
    addresses.push(image.url);
  }
  expect(addresses).toEqual([1, 2, 3].map(signedWith));
});

function signedWith(signature: number): unknown {
  return expect.stringMatching(
    new RegExp(`^https://bucket\\.test/[0-9a-f]{64}\\.jpg\\?signature=${signature}$`),
  );
}

import { expect, test } from 'vitest';
import { IdempotencyKeyError } from '../bill-once/index.ts';
import { keyMiddleware } from '../bill-once/bill-once-middleware.ts';
import { cacheMiddleware } from '../cache/index.ts';
import { bytesOf } from '../stack/result.ts';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { production } from './production.ts';

/** A store that tells what stands in it. */
function listedBlobs() {
  const blobs = memoryBlobs();
  const puts: string[] = [];
  const listed: typeof blobs = {
    ...blobs,
    async put(key, blob) {
      puts.push(key);
      await blobs.put(key, blob);
    },
  };
  const keys = async () => {
    const heads = await Promise.all(
      [...new Set(puts)].map(async key => ((await blobs.head(key)) ? [key] : [])),
    );
    return heads.flat();
  };
  return { blobs: listed, puts, keys };
}

function under(key: string) {
  return { ...call, providerOptions: { grokImage: { key } } };
}

const hash = '[0-9a-f]{64}\\.jpg';

test.each([
  ['its own name', {}, [`^ann/${hash}$`]],
  ['a name with its hash', { key: '{date}/{sha256}' }, [`^ann/\\d{4}-\\d\\d-\\d\\d/${hash}$`]],
  // That of its caller may be another picture tomorrow.
  [
    'a name of its call',
    { key: 'cats/{call}' },
    ['^ann/cats/[^/]+-0\\.jpg$', `^pictures/default/[0-9a-f]{32}/${hash}$`],
  ],
])(
  'a picture that key, cache and bucket keep under %s is put once under each name',
  async (_, persist, names) => {
    const { emulator, peer } = startService();
    const { blobs, puts } = listedBlobs();
    const stack = production({ cache: true, bucket: blobs, persist, tenant: () => 'ann' });
    const model = wrap(peer, stack);
    const first = await model.doGenerate(under('order-1'));
    expect(puts).toEqual(names.map(name => expect.stringMatching(name)));
    // The key has it, and so has the cache.
    for (const again of [under('order-1'), call]) {
      const { images } = await model.doGenerate(again);
      expect(bytesOf(images[0] ?? '')).toEqual(bytesOf(first.images[0] ?? ''));
    }
    expect(emulator.ledger).toHaveLength(1);
  },
);

test('a key and a cache with one store keep one copy', async () => {
  const { peer } = startService();
  const { blobs, puts } = listedBlobs();
  await wrap(peer, keyMiddleware({ blobs }), cacheMiddleware({ blobs })).doGenerate(under('order-1'));
  expect(puts).toEqual([expect.stringMatching(`^pictures/default/all/${hash}$`)]);
});

test('a key and a cache with two stores keep one in each', async () => {
  const { peer } = startService();
  const [one, other] = [listedBlobs(), listedBlobs()];
  await wrap(peer, keyMiddleware({ blobs: one.blobs }), cacheMiddleware({ blobs: other.blobs })).doGenerate(
    under('order-1'),
  );
  expect([one.puts, other.puts].map(({ length }) => length)).toEqual([1, 1]);
});

test('a picture that was taken out of the bucket is never paid a second time under its key, and is gone from the cache', async () => {
  const { emulator, peer } = startService();
  const { blobs, keys } = listedBlobs();
  const model = wrap(peer, production({ cache: true, bucket: blobs }));
  await model.doGenerate(under('order-1'));
  for (const key of await keys()) await blobs.delete(key);
  const error = await errorOf(model.doGenerate(under('order-1')));
  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('gone');
  expect(emulator.ledger).toHaveLength(1);
  expect((await model.doGenerate(call)).images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(2);
});

test('a tenant is forgotten with all of its pictures, and no other tenant with it', async () => {
  const { peer } = startService();
  const { blobs, keys } = listedBlobs();
  const shared = { ledger: memoryLedger(), bucket: blobs, cache: { store: memoryCache() } };
  const of = (tenant: string) => production({ ...shared, persist: { key: '{call}' }, tenant: () => tenant });
  const [ann, bob] = [of('ann'), of('bob')];
  for (const stack of [ann, bob]) await wrap(peer, stack).doGenerate(under('order-1'));
  const before = await keys();
  expect(before).toHaveLength(4);
  await ann.forget({ tenant: 'ann' });
  expect((await keys()).length).toBe(2);
  await bob.forget({ tenant: 'bob' });
  expect(await keys()).toEqual([]);
});

test('what is forgotten in one environment stays in another one that shares its stores', async () => {
  const { emulator, peer } = startService();
  const shared = { ledger: memoryLedger(), bucket: memoryBlobs(), cache: { store: memoryCache() } };
  const of = (namespace: string) =>
    production({ ...shared, persist: { key: '{call}' }, tenant: () => 'ann', namespace });
  const [live, staging] = [of('live/eu'), of('staging')];
  for (const stack of [live, staging]) await wrap(peer, stack).doGenerate(under('order-1'));
  await staging.forget({ tenant: 'ann' });
  const { images } = await wrap(peer, live).doGenerate(under('order-1'));
  expect(images).toHaveLength(1);
  await wrap(peer, live).doGenerate(call);
  expect(emulator.ledger).toHaveLength(2);
  await wrap(peer, staging).doGenerate(under('order-1'));
  expect(emulator.ledger).toHaveLength(3);
});

test('what is forgotten up to a moment is no picture that a later call has under its key', async () => {
  const { emulator, peer } = startService();
  const { blobs } = listedBlobs();
  const stack = production({ cache: true, bucket: blobs, ledger: memoryLedger(), tenant: () => 'ann' });
  const model = wrap(peer, stack);
  await model.doGenerate(under('order-1'));
  await new Promise(resolve => setTimeout(resolve, 20));
  const before = Date.now();
  await new Promise(resolve => setTimeout(resolve, 20));
  const { providerMetadata } = await model.doGenerate(under('order-2'));
  expect(providerMetadata?.['grokImage']).toMatchObject({ images: [{ cached: true }] });
  await stack.forget({ tenant: 'ann', before });
  expect((await model.doGenerate(under('order-2'))).images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);
});

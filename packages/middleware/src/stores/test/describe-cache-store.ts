import { describe, expect, it } from 'vitest';
import type { CacheStore } from '../cache-store.ts';

/**
 * What holds for every store of a cache's index.
 *
 * @param forgets - whether it can forget, as not all do
 */
export function describeCacheStore(
  name: string,
  make: () => CacheStore | Promise<CacheStore>,
  { forgets = true }: { readonly forgets?: boolean } = {},
): void {
  describe(`cache of ${name}`, () => {
    it('gives what was set, and nothing for another key', async () => {
      const store = await make();
      await store.set('cat:1', '{"prompt":"Katze 🐈"}');

      await expect(store.get('cat:1')).resolves.toBe('{"prompt":"Katze 🐈"}');
      await expect(store.get('cat')).resolves.toBeUndefined();
    });

    it('puts what is set again in the place of what was', async () => {
      const store = await make();
      await store.set('cat', 'old', 30);
      await store.set('cat', 'new', 60_000);
      await pass(60);

      await expect(store.get('cat')).resolves.toBe('new');
    });

    it('has nothing after its time', async () => {
      const store = await make();
      await store.set('cat', 'tabby', 500);
      const before = await store.get('cat');

      expect(before).toBe('tabby');
      await expect.poll(() => store.get('cat'), { timeout: 5000 }).toBeUndefined();
    });

    it('deletes, also what is not there', async () => {
      const store = await make();
      await store.set('cat', 'tabby');
      await store.delete('cat');
      await store.delete('cat');

      await expect(store.get('cat')).resolves.toBeUndefined();
    });

    it.each(forgets ? ['tenant*1:'] : [])('forgets what begins with %s and was set before', async prefix => {
      const store = await make();
      if (store.forget === undefined) throw new TypeError('It has no forget.');
      for (const key of ['tenant*1:a', 'tenant*1:b', 'tenant-1:a', 'tenant*']) await store.set(key, 'cat');
      const [past, future] = [Date.now() - 60_000, Date.now() + 60_000];

      await expect(store.forget({ prefix, before: past })).resolves.toBe(0);
      await expect(store.forget({ prefix, before: future })).resolves.toBe(2);
      await expect(store.get('tenant*1:a')).resolves.toBeUndefined();
      await expect(store.get('tenant-1:a')).resolves.toBe('cat');
      await expect(store.get('tenant*')).resolves.toBe('cat');
    });
  });
}

async function pass(milliseconds: number): Promise<void> {
  await new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

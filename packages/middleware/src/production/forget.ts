import { nameOfTenant, spaceOf } from '../stack/tenant.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { CacheStore } from '../stores/cache-store.ts';
import type { Ledger } from '../stores/ledger.ts';
import { tenantPrefix } from '../stores/blob-key.ts';
import { prefixOf } from '../budget/accounts.ts';

/** Where something of a tenant may be kept. */
export interface KeptIn {
  readonly store: CacheStore;
  readonly blobs: BlobStore;
  readonly ledger: Ledger;
  readonly namespace: string;
}

/** Deletes what is kept of a tenant, and says how many entries. */
export async function forget(
  {
    tenant,
    before = Number.MAX_SAFE_INTEGER,
  }: { tenant?: string | undefined; before?: number | undefined } = {},
  { store, blobs, ledger, namespace }: KeptIn,
): Promise<number> {
  const name = await nameOfTenant(tenant);
  const budget = await prefixOf(namespace, tenant);
  const cache = spaceOf('cache', namespace, name);
  const key = spaceOf('key', namespace, name);
  // Services put pictures of keys below these themselves. Pictures of nobody in particular stand beside each other, under no
  // path that says whose they are.
  const pictures = [
    spaceOf('pictures', namespace, name),
    key,
    ...(tenant === undefined ? [] : [tenantPrefix(tenant)]),
  ];
  const counts = await Promise.all([
    store.forget?.({ prefix: cache, before }),
    ...pictures.map(async prefix => blobs.forget({ prefix, before })),
    ...[cache, key, budget].map(async prefix => ledger.forget({ prefix, before })),
  ]);
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}

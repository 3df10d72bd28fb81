import { sha256 } from '@grok-image/core/internal';
import { tenantPrefix } from '../stores/blob-key.ts';

/** Whom a call is for; `undefined` where that is not known, which is refused or not kept. */
export type TenantOf = () => string | undefined;

/** The tenant of all calls where nobody tells tenants apart. */
const everybody = 'all';

/** Names that are remembered, as hashing takes longer than all else of a budget. */
const mostKnown = 1000;
const known = new Map<string, string>();

/** Characters of a hash that tell tenants apart. */
const length = 32;

/**
 * A name for the tenant of a call that is safe in keys and addresses, and the same in every process: no tenant can be
 * mistaken for another one.
 *
 * @returns `undefined` where the function gave none
 */
export async function tenantName(tenantOf: TenantOf | undefined): Promise<string | undefined> {
  if (tenantOf === undefined) return nameOfTenant(undefined);
  const tenant = tenantOf();
  return tenant === undefined ? undefined : nameOfTenant(tenant);
}

/** The same for a tenant that is given; for all calls where nobody tells tenants apart. */
export async function nameOfTenant(tenant: string | undefined): Promise<string> {
  if (tenant === undefined) return everybody;
  const name = known.get(tenant) ?? (await sha256(tenant, 'tell tenants apart')).slice(0, length);
  if (known.size >= mostKnown) known.clear();
  known.set(tenant, name);
  return name;
}

/**
 * How all names of what is kept of a tenant begin, in ledgers, caches and stores of pictures: of an environment, so that one
 * that is forgotten there stays in the others.
 *
 * @param kind - `pictures` are those that key and cache keep, each once
 * @param tenant - by its name
 */
export function spaceOf(kind: 'cache' | 'key' | 'pictures', namespace: string, tenant: string): string {
  return `${kind}/${tenantPrefix(namespace)}${tenant}/`;
}

/** Those that wait, by tenant: each tenant has its turn in rotation, and its own first come first. */
export interface Ring<T> {
  size(): number;
  /** @param isFirst - puts it before all others of its tenant: it had its turn already */
  add(tenant: string, entry: T, isFirst: boolean): void;
  /** Takes out the one whose turn it is. */
  shift(): T | undefined;
  delete(tenant: string, entry: T): void;
  entries(): readonly T[];
}

/** Makes a ring without anybody. */
export function createRing<T>(): Ring<T> {
  const tenants = new Map<string, Set<T>>();
  let size = 0;

  function remove(tenant: string, entry: T): void {
    const entries = tenants.get(tenant);
    if (!entries?.delete(entry)) return;
    size -= 1;
    if (entries.size === 0) tenants.delete(tenant);
  }

  return {
    size: () => size,
    add(tenant, entry, isFirst) {
      const before = [...(tenants.get(tenant) ?? [])];
      tenants.set(tenant, new Set(isFirst ? [entry, ...before] : [...before, entry]));
      size += 1;
    },
    shift() {
      for (const [tenant, entries] of tenants) {
        for (const entry of entries) {
          // To the end of the rotation.
          tenants.delete(tenant);
          tenants.set(tenant, entries);
          remove(tenant, entry);
          return entry;
        }
      }
      return undefined;
    },
    delete: remove,
    entries: () => [...tenants.values()].flatMap(entries => [...entries]),
  };
}

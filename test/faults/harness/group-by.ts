/** Entries by a key, in the order of their first appearance. */
export function groupBy<ENTRY>(
  entries: readonly ENTRY[],
  keyOf: (entry: ENTRY) => string,
): ReadonlyMap<string, readonly ENTRY[]> {
  const groups = new Map<string, ENTRY[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(entry);
  }
  return groups;
}

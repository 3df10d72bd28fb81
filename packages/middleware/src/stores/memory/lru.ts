/** Values by key, of which those that were used longest ago go when there is too much of them. */
export interface Lru<T> {
  get(key: string): T | undefined;
  /** The same without counting as a use. */
  peek(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Deletes what fits, and says how many. */
  deleteWhere(fits: (key: string, value: T) => boolean): number;
}

/**
 * Keeps values up to a weight in all.
 *
 * @param weigh - the weight of a value
 */
export function createLru<T>(most: number, weigh: (value: T) => number): Lru<T> {
  // A map knows the order in which its keys came.
  const values = new Map<string, T>();
  let weight = 0;
  const remove = (key: string) => {
    const value = values.get(key);
    if (value !== undefined && values.delete(key)) weight -= weigh(value);
  };
  return {
    get(key) {
      const value = values.get(key);
      if (value !== undefined && values.delete(key)) values.set(key, value);
      return value;
    },
    peek: key => values.get(key),
    set(key, value) {
      remove(key);
      values.set(key, value);
      weight += weigh(value);
      for (const oldest of values.keys()) {
        if (weight <= most) break;
        remove(oldest);
      }
    },
    delete: remove,
    deleteWhere(fits) {
      const keys = [...values].flatMap(([key, value]) => (fits(key, value) ? [key] : []));
      for (const key of keys) remove(key);
      return keys.length;
    },
  };
}

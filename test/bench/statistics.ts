/** Minimum, median, 95th percentile and maximum of a list of numbers, in their own unit. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/**
 * Summarises measurements by nearest rank.
 *
 * @throws RangeError when there are none
 */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new RangeError('There is nothing to summarise.');
    return value;
  };
  return { min: at(0), median: at(0.5), p95: at(0.95), max: at(1) };
}

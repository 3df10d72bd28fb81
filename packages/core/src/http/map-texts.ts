/** Deeper than any answer; hostile ones have more levels than a stack. */
const deepest = 100;

/** A copy of a JSON value with each text changed, names of fields included. */
export function mapTexts(value: unknown, change: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) return value.map((entry: unknown) => mapTexts(entry, change, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [change(name), mapTexts(entry, change, depth + 1)]),
  );
}

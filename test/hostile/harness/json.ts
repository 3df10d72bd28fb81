import * as fc from 'fast-check';

/** Names that code takes for granted on every object, or that lead to its prototype. */
const treacherous = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'length',
];

const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '0', 'null', 'succeeded', 'failed', 'data:image/png;base64,', '\u0000', '\uD800', '..'),
  fc.webUrl(),
  fc.nat({ max: 60_000 }).map(length => 'x'.repeat(length)),
);

const numbers: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, -1, 0.1, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE, 1e21),
);

/**
 * JSON values, objects of which have the names of a wire format, so that a reader looks into them.
 *
 * @param names - names of the fields that the reader knows
 */
export function jsonWith(names: readonly string[]): fc.Arbitrary<unknown> {
  const keys = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom(...treacherous) },
  );
  return fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(null, true, false),
      numbers,
      texts,
      fc.array(tie('value'), { maxLength: 6 }),
      // From entries, which makes an own field even of `__proto__`.
      fc.array(fc.tuple(keys, tie('value')), { maxLength: 8 }).map(entries => Object.fromEntries(entries)),
    ),
  })).value;
}

/** What can happen to a part of a good answer. */
const changes = ['replace', 'remove', 'wrap', 'repeat'] as const;

/** Good answers of which up to four parts were replaced, removed, wrapped or repeated. */
function spoiled(good: unknown, names: readonly string[]): fc.Arbitrary<unknown> {
  const change = fc.record({ place: fc.nat(), kind: fc.constantFrom(...changes), value: jsonWith(names) });
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map(list =>
      list.reduce<unknown>((body, { place, kind, value }) => spoil(body, place, kind, value), good),
    );
}

/** Bodies of answers: JSON, good answers gone wrong, texts cut short, and no JSON at all. */
export function bodies(good: unknown, names: readonly string[]): fc.Arbitrary<string> {
  const whole = JSON.stringify(good);
  return fc.oneof(
    { weight: 4, arbitrary: spoiled(good, names).map(toText) },
    { weight: 3, arbitrary: jsonWith(names).map(toText) },
    { weight: 1, arbitrary: fc.nat({ max: whole.length }).map(length => whole.slice(0, length)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('[', '{"errors":', '{"data":'), fc.nat({ max: 20_000 }))
        .map(([open, depth]) => open.repeat(depth) + (open === '[' ? ']' : '}').repeat(depth)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', ' ', '\uFEFF{}', '<!doctype html>', 'NaN', '{"data":[1e999]}', '""'),
    },
  );
}

function toText(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

/** Changes the node that stands at some place, counted through the whole value. */
function spoil(root: unknown, place: number, kind: (typeof changes)[number], value: unknown): unknown {
  const total = count(root);
  const target = place % total;
  let seen = -1;
  const visit = (node: unknown): unknown[] => {
    seen += 1;
    if (seen === target) {
      seen += count(node) - 1;
      switch (kind) {
        case 'replace':
          return [value];
        case 'remove':
          return [];
        case 'wrap':
          return [[node, value]];
        case 'repeat':
          return Array.from({ length: 12 }, () => node);
        default:
          return kind satisfies never;
      }
    }
    if (Array.isArray(node)) return [node.flatMap(visit)];
    if (typeof node !== 'object' || node === null) return [node];
    const entries = Object.entries(node).flatMap(([key, entry]) =>
      visit(entry)
        .slice(0, 1)
        .map(changed => [key, changed]),
    );
    return [Object.fromEntries(entries)];
  };
  return visit(root)[0] ?? null;
}

function count(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 1;
  return Object.values(node).reduce<number>((sum, entry) => sum + count(entry), 1);
}

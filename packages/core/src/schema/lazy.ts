import type * as z from 'zod/v4';

/**
 * Builds a value when it is first asked for, and once. Every schema is built so: an app that imports a provider pays for
 * those that its calls need, when they need them.
 *
 * @example
 * const answerSchema = lazy(() => z.object({ id: z.string() }));
 * const { id } = answerSchema().parse(json);
 */
/* @__NO_SIDE_EFFECTS__ */
export function lazy<VALUE>(build: () => VALUE): () => VALUE {
  let built: { readonly value: VALUE } | undefined;
  return () => (built ??= { value: build() }).value;
}

/** What builds each field of an object. */
export type LazyFields<FIELDS> = { readonly [NAME in keyof FIELDS]: () => FIELDS[NAME] };

/**
 * The fields of a public schema of an object, which is there from the start: each is built as Zod first looks at it.
 *
 * @example
 * export const optionsSchema = z.strictObject(lazyFields({ seed: () => z.int().optional() }));
 */
/* @__NO_SIDE_EFFECTS__ */
export function lazyFields<FIELDS extends z.core.$ZodShape>(fields: LazyFields<FIELDS>): FIELDS {
  const getters = Object.entries(fields).map(([name, get]) => [name, { get, enumerable: true }]);
  return Object.create(Object.prototype, Object.fromEntries(getters));
}

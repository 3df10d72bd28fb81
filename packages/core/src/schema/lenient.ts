import * as z from 'zod/v4';
import { lazy } from './lazy.ts';

/**
 * Reads an answer by a small schema. Its fields are best made lenient, so that only what nothing can be done without
 * makes it fail.
 *
 * @param problem - what is wrong with an answer that does not fit, in a few words, e.g. `it has no list of images`
 * @throws TypeError with those words
 * @example
 * const { id } = parseLenient(z.object({ id: z.string() }), json, 'it has no id');
 */
export function parseLenient<SCHEMA extends z.ZodType>(
  schema: SCHEMA,
  json: unknown,
  problem: string,
): z.output<SCHEMA> {
  const { data, error } = schema.safeParse(json);
  if (error) throw new TypeError(problem, { cause: error });
  return data;
}

/**
 * A field of an answer that is absent where it cannot be used (wrong type, empty text, `null`), because an odd field
 * must not cost a paid image.
 *
 * @example
 * const answerSchema = z.object({ url: textField, file: lenient(z.object({ id: idField })) });
 */
export function lenient<SCHEMA extends z.ZodType>(schema: SCHEMA): z.ZodType<z.output<SCHEMA> | undefined> {
  return schema.optional().catch(undefined);
}

/**
 * The entries of a list that can be used; what is no list has none.
 *
 * @example
 * const answerSchema = z.object({ tags: listField(textField) });
 */
export function listField<ENTRY>(entry: z.ZodType<ENTRY>): z.ZodType<Exclude<ENTRY, undefined>[]> {
  return z
    .array(lenient(entry))
    .optional()
    .catch(undefined)
    .transform((list = []) => list.filter(isThere));
}

/** A text, unless it is empty. */
export const textField: () => z.ZodType<string | undefined> = lazy(() => lenient(z.string().min(1)));

/** An id that a service gave: a text of at most 200 characters, because it goes into addresses and messages. */
export const idField: () => z.ZodType<string | undefined> = lazy(() => lenient(z.string().min(1).max(200)));

/** A number that counts: no NaN, not infinite. */
export const numberField: () => z.ZodType<number | undefined> = lazy(() => lenient(z.number()));

/** A number, also one that is written as text, as services do that keep amounts exact. */
const amountSchema = lazy(() =>
  z.union([
    z.number(),
    z
      .string()
      .regex(/^\d+(?:\.\d+)?$/)
      .transform(Number),
  ]),
);

/** A count or a price: from 0 to what can be counted exactly. */
export const amountField: () => z.ZodType<number | undefined> = lazy(() =>
  lenient(amountSchema().pipe(z.number().min(0).max(Number.MAX_SAFE_INTEGER))),
);

/** `true` or `false`, not words for them. */
export const flagField: () => z.ZodType<boolean | undefined> = lazy(() => lenient(z.boolean()));

function isThere<ENTRY>(entry: ENTRY): entry is Exclude<ENTRY, undefined> {
  return entry !== undefined;
}

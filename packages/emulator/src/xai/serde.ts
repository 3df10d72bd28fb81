import * as z from 'zod/v4';

/** Parts of the schemas of bodies. What is wrong with a value is said in the words of Rust's serde, as api.x.ai does. */
export const text: z.ZodType<string> = z.string({ error: expected('a string') });

export const bool: z.ZodType<boolean> = z.boolean({ error: expected('a boolean') });

/** A whole number within 32 bits. */
export const int32: z.ZodType<number> = z.int32({ error: expected('i32') });

/** One of several words. */
export function variant<Word extends string>(words: readonly Word[]): z.ZodType<Word> {
  return z.enum(words, {
    error: issue =>
      typeof issue.input === 'string'
        ? `unknown variant \`${issue.input}\`, expected ${oneOf(words)}`
        : expected('string or map')(issue),
  });
}

/** A value, or null, or no value. */
export function optional<Value>(schema: z.ZodType<Value>): z.ZodType<Value | undefined> {
  return schema.nullish().transform(value => value ?? undefined);
}

export function list<Value>(item: z.ZodType<Value>): z.ZodType<Value[]> {
  return z.array(item, { error: expected('a sequence') });
}

/** Either of two shapes. */
export function untagged<First, Second>(
  name: string,
  first: z.ZodType<First>,
  second: z.ZodType<Second>,
): z.ZodType<First | Second> {
  return z.union([first, second], {
    error: `data did not match any variant of untagged enum ${name}`,
  });
}

/** An object; `strict` refuses fields that it does not know. */
export function struct<Shape extends z.core.$ZodLooseShape>(
  name: string,
  shape: Shape,
  strict = false,
): z.ZodObject<Shape> {
  const object = z.object(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `unknown field \`${issue.keys[0] ?? ''}\`, expected ${oneOf(Object.keys(shape))}`
        : expected(`struct ${name}`)(issue),
  });
  return strict ? object.strict() : object;
}

/** Words as serde lists them. */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map(word => `\`${word}\``);
  return quoted.length === 2 ? quoted.join(' or ') : `one of ${quoted.join(', ')}`;
}

/** The sentence about a value that should have been something else. */
function expected(what: string): (issue: z.core.$ZodRawIssue) => string {
  return ({ code, input, path }) => {
    if (input === undefined) return `missing field \`${String(path?.at(-1) ?? '')}\``;
    const kind = code === 'too_big' || code === 'too_small' ? 'value' : 'type';
    return `invalid ${kind}: ${describe(input)}, expected ${what}`;
  };
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `string ${JSON.stringify(value)}`;
  if (typeof value === 'boolean') return `boolean \`${value}\``;
  if (typeof value === 'number')
    return `${Number.isInteger(value) ? 'integer' : 'floating point'} \`${value}\``;
  if (value === null) return 'null';
  return Array.isArray(value) ? 'sequence' : 'map';
}

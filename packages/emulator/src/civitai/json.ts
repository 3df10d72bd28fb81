import * as z from 'zod/v4';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function wordOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find(word => word === value);
}

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** A value that is taken from elsewhere: `{ "$ref": "enhance", "path": "output.enhancedPrompt" }`. */
const referenceSchema = z.strictObject({ $ref: z.string().min(1), path: z.string().min(1) });

export function isReference(value: unknown): boolean {
  return referenceSchema.safeParse(value).success;
}

/** A schema for an input value, which may always be a reference instead. */
export function orReference(schema: z.ZodType): z.ZodType {
  return z.union([referenceSchema, schema]);
}

/** A copy with every reference replaced by what `source` gives for its name, told where it stands. */
export function resolveReferences(
  value: unknown,
  source: (name: string, at: readonly PropertyKey[]) => unknown,
  at: readonly PropertyKey[] = [],
): unknown {
  const { data } = referenceSchema.safeParse(value);
  if (data !== undefined) return follow(source(data.$ref, at), data.path);
  if (Array.isArray(value))
    return value.map((part, index) => resolveReferences(part, source, [...at, index]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, resolveReferences(part, source, [...at, key])]),
  );
}

/** Reads a path such as `output.images[0].url`; `undefined` if it leads nowhere. */
function follow(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(key => key !== '')
    .reduce<unknown>((part, key) => {
      const isOwn = typeof part === 'object' && part !== null && Object.hasOwn(part, key);
      return isOwn ? Reflect.get(part, key) : undefined;
    }, value);
}

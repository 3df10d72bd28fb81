import * as z from 'zod/v4';
import { isObject } from './json.ts';

/** A value that is taken from elsewhere: `{ "$ref": "enhance", "path": "output.enhancedPrompt" }`. */
export interface Reference {
  readonly $ref: string;
  readonly path: string;
}

const referenceSchema = z.strictObject({ $ref: z.string().min(1), path: z.string().min(1) });

/** A schema for an input value, which may always be a reference instead. */
export function orReference<Value>(schema: z.ZodType<Value>): z.ZodType<Value | Reference> {
  return z.union([referenceSchema, schema]);
}

/** Every reference inside a value, with its place. */
export function findReferences(
  value: unknown,
  at: readonly PropertyKey[] = [],
): readonly (Reference & { readonly at: readonly PropertyKey[] })[] {
  const { data } = referenceSchema.safeParse(value);
  if (data !== undefined) return [{ ...data, at }];
  if (Array.isArray(value)) return value.flatMap((part, index) => findReferences(part, [...at, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => findReferences(part, [...at, key]));
}

/** A copy of a value with every reference replaced by what it refers to. */
export function resolveReferences(value: unknown, source: (name: string) => unknown): unknown {
  const { data } = referenceSchema.safeParse(value);
  if (data !== undefined) return follow(source(data.$ref), data.path);
  if (Array.isArray(value)) return value.map(part => resolveReferences(part, source));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, resolveReferences(part, source)]),
  );
}

/** Reads a path such as `output.images[0].url`; `undefined` if it leads nowhere. */
function follow(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(key => key !== '')
    .reduce<unknown>((part, key) => {
      if (Array.isArray(part)) return part[Number(key)];
      return isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined;
    }, value);
}

import { isObject, type JsonObject } from './json.ts';
import { report, type Rule, text } from './rules.ts';

/** A value that is taken from elsewhere: `{ "$ref": "enhance", "path": "output.enhancedPrompt" }`. */
export interface Reference {
  readonly $ref: string;
  readonly path: string;
}

function isReference(value: unknown): value is JsonObject & Reference {
  return isObject(value) && typeof value['$ref'] === 'string' && typeof value['path'] === 'string';
}

const referencePart = text({ min: 1 });

/** A rule for an input value, which may always be a reference instead. */
export function orReference(rule: Rule): Rule {
  return (value, path, findings) => {
    if (!isObject(value) || value['$ref'] === undefined) return rule(value, path, findings);
    for (const key of ['$ref', 'path']) referencePart(value[key], `${path}.${key}`, findings);
    const surplus = Object.keys(value).find(key => key !== '$ref' && key !== 'path');
    if (surplus !== undefined) report(findings, path, 'may only have $ref and path when it is a reference');
    return undefined;
  };
}

/** Every reference inside a value, with its place. */
export function findReferences(
  value: unknown,
  path: string,
): readonly (Reference & { readonly at: string })[] {
  if (isReference(value)) return [{ $ref: value.$ref, path: value.path, at: path }];
  if (Array.isArray(value)) return value.flatMap((part, index) => findReferences(part, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => findReferences(part, `${path}.${key}`));
}

/** A copy of a value with every reference replaced by what it refers to. */
export function resolveReferences(value: unknown, source: (name: string) => unknown): unknown {
  if (isReference(value)) return follow(source(value.$ref), value.path);
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

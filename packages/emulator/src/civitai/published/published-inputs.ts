import { Ajv2020, type ErrorObject, type Format } from 'ajv/dist/2020.js';
import { isObject, isReference, type JsonObject, objectOf, textOf } from '../json.ts';
import published from './image-gen.schema.json' with { type: 'json' };

/** A JSON schema of the service. */
export type PublishedSchema = Readonly<Record<string, unknown>>;

/** One kind of input of an `imageGen` step. */
export interface PublishedInput {
  /** Its name in the service's description. */
  readonly name: string;
  /** What tells it from the others. */
  readonly discriminators: Readonly<Record<string, string>>;
  readonly schema: PublishedSchema;
}

/** What the service publishes about its `imageGen` step. */
export interface PublishedInputs {
  /** Where it is from, and of when. */
  readonly source: string;
  readonly variants: readonly PublishedInput[];
  /** What several of them refer to as `#/$defs/<name>`. */
  readonly definitions: Readonly<Record<string, PublishedSchema>>;
}

/**
 * Every kind of input of an `imageGen` step, as JSON schemas. The levels of the service's description are joined, its prose is
 * left out, and a discriminator that it has a default for may be absent or null, as its samples have it. The file is
 * written by `pnpm generate:civitai`.
 */
export const imageGenInputs: PublishedInputs = published;

/** The published schema that an input is of, or the discriminator that leads to none, with the values that would. */
type Found =
  | { readonly variant: PublishedInput }
  | { readonly field: string; readonly accepted: readonly string[] };

/** Follows the discriminators of an input; one that has a default may be absent or null. */
export function findVariant(input: JsonObject): Found {
  const decided = new Set<string>();
  let left = imageGenInputs.variants;
  for (;;) {
    const [variant] = left;
    const name = Object.keys(variant?.discriminators ?? {}).find(each => !decided.has(each));
    if (variant !== undefined && name === undefined) return { variant };
    const field = name ?? 'engine';
    const next = left.filter(({ discriminators, schema }) => {
      const property = objectOf(objectOf(schema['properties'])[field]);
      return discriminators[field] === (textOf(input[field]) ?? textOf(property['default']));
    });
    const accepted = left.flatMap(({ discriminators }) => discriminators[field] ?? []);
    if (next.length === 0) return { field, accepted: [...new Set(accepted)] };
    decided.add(field);
    left = next;
  }
}

/** What the service takes for the fields that an input leaves out. */
export function defaultsOf({ schema }: PublishedInput): JsonObject {
  const properties = Object.entries(objectOf(schema['properties']));
  return Object.fromEntries(
    properties.flatMap(([name, property]) =>
      isObject(property) && 'default' in property ? [[name, property['default']]] : [],
    ),
  );
}

interface InputFinding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly surplus?: string | undefined;
}

const whole = (most: number) => (value: number) => Math.abs(value) <= most;

const formats: Record<string, Format> = {
  int32: { type: 'number', validate: whole(2_147_483_647) },
  int64: { type: 'number', validate: whole(Number.MAX_SAFE_INTEGER) },
  double: true,
};

let ajv: Ajv2020 | undefined;

/** Checks the input of an `imageGen` step by the published schema. A reference may stand for any value. */
export function checkInput(input: JsonObject): readonly InputFinding[] {
  const found = findVariant(input);
  if (!('variant' in found)) {
    return [{ path: [found.field], message: `Invalid option: expected one of ${found.accepted.join(', ')}` }];
  }
  const { name, schema } = found.variant;
  ajv ??= new Ajv2020({ allErrors: true, strict: false, formats });
  // Compiled once: Ajv keeps it by its `$id`.
  const validate =
    ajv.getSchema(name) ?? ajv.compile({ ...schema, $id: name, $defs: imageGenInputs.definitions });
  validate(input);
  return (validate.errors ?? [])
    .filter(({ instancePath }) => !leadsToReference(input, instancePath))
    .map(toFinding);
}

/** Whether a reference stands at a place, or around it. */
function leadsToReference(input: JsonObject, instancePath: string): boolean {
  let value: unknown = input;
  return instancePath
    .split('/')
    .slice(1)
    .some(part => {
      value = Reflect.get(Object(value), toKey(part));
      return isReference(value);
    });
}

function toFinding({ instancePath, keyword, params, message = 'is wrong' }: ErrorObject): InputFinding {
  const path = instancePath.split('/').slice(1).map(toKey);
  if (keyword === 'required')
    return { path: [...path, String(params['missingProperty'])], message: 'is required' };
  const surplus = keyword === 'additionalProperties' ? String(params['additionalProperty']) : undefined;
  if (surplus !== undefined) return { path, message: `Unrecognized key: ${surplus}`, surplus };
  const words: unknown = params['allowedValues'];
  return { path, message: Array.isArray(words) ? `must be one of ${words.join(', ')}` : message };
}

/** A part of a JSON pointer (RFC 6901). */
function toKey(part: string): PropertyKey {
  return /^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~');
}

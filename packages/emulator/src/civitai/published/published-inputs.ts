import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
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
export type Found =
  | { readonly variant: PublishedInput }
  | { readonly field: string; readonly accepted: readonly string[] };

/** Follows the discriminators of an input; one that has a default may be absent or null. */
export function findVariant(input: JsonObject): Found {
  const decided = new Set<string>();
  let left = imageGenInputs.variants;
  for (;;) {
    const [variant] = left;
    const field = Object.keys(variant?.discriminators ?? {}).find(name => !decided.has(name));
    if (variant !== undefined && field === undefined) return { variant };
    const name = field ?? 'engine';
    const next = left.filter(each => matches(each, name, input));
    const accepted = left.flatMap(({ discriminators }) => discriminators[name] ?? []);
    if (next.length === 0) return { field: name, accepted: [...new Set(accepted)] };
    decided.add(name);
    left = next;
  }
}

function matches({ discriminators, schema }: PublishedInput, name: string, input: JsonObject): boolean {
  const property = objectOf(objectOf(schema['properties'])[name]);
  return discriminators[name] === (textOf(input[name]) ?? textOf(property['default']));
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

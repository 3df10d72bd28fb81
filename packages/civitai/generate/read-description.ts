import type { Property, Published, Variant } from './published.ts';

/** A schema of the service's OpenAPI document: one of its own, or one that adds to others. */
interface Described extends Property {
  readonly allOf?: readonly Described[];
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping: Readonly<Record<string, string>>;
  };
}

/** What is read of the service's OpenAPI document. */
export interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, Described>> };
}

/** An identifier of a resource stands in the description anew at every field; here it has a name. */
const airPattern = /^\^\(\?:urn:\)\?\(\?:air:\)\?/;

/**
 * Reads every kind of input of an `imageGen` step out of the service's OpenAPI document: follows the discriminators from
 * the base to the last, and joins what each level adds.
 *
 * @param source - where the document is from, and of when
 * @throws TypeError for a document without `imageGen`
 */
export function readDescription({ components: { schemas } }: Description, source: string): Published {
  const definitions: Record<string, Property> = {};
  const named = (reference: string): Described => {
    const schema = schemas[nameOf(reference)];
    if (schema === undefined)
      throw new TypeError(
        `Failed to read the description: it has no ${reference}. Is it the OpenAPI document of the service?`,
      );
    return schema;
  };
  const clean = ({ allOf: _allOf, discriminator: _discriminator, ...schema }: Described): Property => {
    if (schema.$ref !== undefined) {
      const name = nameOf(schema.$ref);
      definitions[name] ??= clean(named(schema.$ref));
      return { $ref: `#/$defs/${name}` };
    }
    if (schema.pattern !== undefined && airPattern.test(schema.pattern)) {
      definitions['Air'] = { type: 'string', pattern: schema.pattern };
      const air = { $ref: '#/$defs/Air' };
      const usual = schema.default !== undefined && { default: schema.default };
      return { ...usual, ...(typeof schema.type === 'string' ? air : { anyOf: [air, { type: 'null' }] }) };
    }
    const { properties, items, additionalProperties } = schema;
    return {
      ...Object.fromEntries(Object.entries(schema).filter(([name]) => name !== 'description')),
      ...(properties && { properties: mapped(properties, clean) }),
      ...(items && { items: clean(items) }),
      ...(typeof additionalProperties === 'object' && { additionalProperties: clean(additionalProperties) }),
    };
  };
  const variantsOf = (
    name: string,
    discriminators: Variant['discriminators'],
    optional: readonly string[],
  ): Variant[] => {
    const levels = levelsOf(name, named);
    const branch = levels.at(-1)?.discriminator;
    if (branch !== undefined) {
      const usual = levels.at(-1)?.properties?.[branch.propertyName]?.default;
      return Object.entries(branch.mapping).flatMap(([value, reference]) =>
        variantsOf(
          nameOf(reference),
          { ...discriminators, [branch.propertyName]: value },
          value === usual ? [...optional, branch.propertyName] : optional,
        ),
      );
    }
    const properties = Object.assign({}, ...levels.map(level => level.properties ?? {}));
    const required = new Set(levels.flatMap(level => level.required ?? []));
    for (const field of optional) {
      required.delete(field);
      const value = discriminators[field] ?? '';
      properties[field] = { enum: [value, null], default: value };
    }
    const schema = {
      type: 'object',
      required: [...required].toSorted(),
      properties,
      additionalProperties: false,
    };
    return [{ name, discriminators, schema: clean(schema) }];
  };
  const variants = variantsOf('ImageGenInput', {}, []);
  return { source, variants, definitions };
}

function nameOf(reference: string): string {
  return reference.replace(/^.*\//, '');
}

function mapped<Value, Result>(
  values: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

/** A schema and those that it adds to, the base first. */
function levelsOf(name: string, named: (reference: string) => Described): readonly Described[] {
  const expand = (schema: Described): readonly Described[] => {
    if (schema.$ref !== undefined) return expand(named(schema.$ref));
    return schema.allOf === undefined ? [schema] : schema.allOf.flatMap(expand);
  };
  return expand(named(name));
}

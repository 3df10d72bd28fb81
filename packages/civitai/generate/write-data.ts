import type { Property, Published, Variant } from './published.ts';
import { ids, type Part } from './ids.ts';

/** What the recipe knows by itself, or every variant has. */
const everywhere = new Set(['outputFormat', 'imageMetadata']);

/**
 * A free text in the description, and these words in the guides (developer.civitai.com, Wan recipe, 2026-08); what follows
 * is their pixel size (fal.ai, `image_size`, 2026-08).
 */
const imageSizes = [
  'square_hd',
  'square',
  'portrait_4_3',
  'portrait_16_9',
  'landscape_4_3',
  'landscape_16_9',
];

/** A variant that is no Grok, which has rules of its own, for newer versions too. */
function otherVariants({ variants }: Published): readonly Variant[] {
  return variants.filter(({ discriminators }) => discriminators['engine'] !== 'grok');
}

/** Fields of which the recipe needs to know what the service takes where they are left out. */
const sized = new Set(['width', 'height']);

/** Words of a field: its name, its kind, its limits and, last, what is sent where a field that must be there is left out. */
function fieldWords(
  name: string,
  property: Property,
  isRequired: boolean,
  { definitions }: Published,
): string {
  const reference = property.$ref ?? property.anyOf?.[0]?.$ref;
  const target = definitions[reference?.replace('#/$defs/', '') ?? ''];
  const { items, additionalProperties, minimum, maximum, minLength, maxLength, format, ...rest } = {
    ...target,
    ...property,
  };
  const type = [rest.type].flat().find(word => word !== 'null');
  const usual = rest.default === undefined || !(isRequired || sized.has(name)) ? '' : String(rest.default);
  const words = (...list: unknown[]) => [name, ...list.map(word => word ?? ''), usual].join(' ').trimEnd();
  if (reference === '#/$defs/Air') return words('air');
  if (name === 'imageSize') return words('word', imageSizes.join('|'));
  if (rest.enum !== undefined) return words('word', rest.enum.filter(word => word !== null).join('|'));
  const range = [minimum, maximum];
  switch (type) {
    case 'boolean':
      return words('flag');
    case 'string':
      return words('text', minLength || undefined, maxLength);
    case 'integer':
      return words('whole', ...(format === 'int64' ? [minimum, maximum ?? Number.MAX_SAFE_INTEGER] : range));
    case 'number':
      return words('number', ...range);
    case 'object':
      return words(typeof additionalProperties === 'object' ? 'weights' : 'object');
    case 'array': {
      const entry = items?.$ref?.replace('#/$defs/', '') ?? 'text';
      return words(
        entry === 'ImageGenInputLora' ? 'loras' : `list:${entry}`,
        rest.minItems || undefined,
        rest.maxItems,
      );
    }
    default:
      throw new TypeError(
        `Failed to write the data: ${name} is of type ${type}, which the recipe does not know. Teach it.`,
      );
  }
}

/** The variants that a part of an id stands for, by their places. */
function placesOf({ match }: Part, variants: readonly Variant[]): readonly number[] {
  const places = variants.flatMap(({ discriminators }, place) =>
    Object.entries(match).every(([name, value]) => discriminators[name] === value) ? [place] : [],
  );
  if (places.length === 0)
    throw new TypeError(`Failed to write the data: no variant has ${JSON.stringify(match)}. Mend ids.ts.`);
  return places;
}

/** The field of a variant that names its checkpoint. */
function checkpointField(variant: Variant | undefined): string {
  const names = ['model', 'diffuserModel', 'diffusionModel', 'checkpointModel'];
  const { discriminators = {}, schema } = variant ?? {};
  const found = names.find(name => schema?.properties?.[name] !== undefined && !(name in discriminators));
  if (found === undefined)
    throw new TypeError(`Failed to write the data: ${variant?.name} takes no checkpoint. Mend ids.ts.`);
  return found;
}

/** The tables of the provider's data, one entry a line. */
export interface Tables {
  /** Name, kind, limits, and what is sent where one that must be there is left out. */
  readonly fields: string;
  /** Of the objects within lists: name of the object, then as above; `!` stands behind a name that must be there. */
  readonly entries: string;
  /** Discriminators, then the places of its fields; `!` stands behind one that must be there. */
  readonly variants: string;
  /** Id, then the places of its variants, each with the fields that the id decides. */
  readonly models: string;
}

/** Makes the tables. */
export function tablesOf(published: Published): Tables {
  const variants = otherVariants(published);
  const uses = new Map<string, number>();
  const rows = variants.map(({ discriminators, schema: { properties = {}, required = [] } }) => {
    const fields = Object.entries(properties)
      .filter(([name]) => !everywhere.has(name) && !(name in discriminators))
      .map(([name, property]) => {
        const isRequired = required.includes(name) && name !== 'prompt';
        return { words: fieldWords(name, property, isRequired, published), isRequired };
      });
    for (const { words } of fields) uses.set(words, (uses.get(words) ?? 0) + 1);
    return { discriminators, fields };
  });
  const fields = [...uses.keys()].toSorted();
  return {
    fields: fields.join('\n'),
    entries: ['ImageJobControlNet', 'Krea2StyleReference']
      .flatMap(entry => {
        const { properties = {}, required = [] } = published.definitions[entry] ?? {};
        return Object.entries(properties).map(([name, property]) => {
          const isRequired = required.includes(name);
          return `${entry} ${fieldWords(name, property, isRequired, published).replace(name, isRequired ? `${name}!` : name)}`;
        });
      })
      .join('\n'),
    variants: rows
      .map(({ discriminators, fields: own }) =>
        [
          Object.entries(discriminators)
            .map(([name, value]) => `${name}=${value}`)
            .join(','),
          ...own.map(({ words, isRequired }) => `${fields.indexOf(words)}${isRequired ? '!' : ''}`),
        ].join(' '),
      )
      .join('\n'),
    models: Object.entries(ids)
      .map(([id, parts]) =>
        [
          id,
          ...parts.flatMap(part =>
            placesOf(part, variants).map(place => {
              const set = {
                ...part.set,
                ...(part.most !== undefined && { quantity: part.most }),
                ...(id.endsWith(':checkpoint') && { [checkpointField(variants[place])]: '*' }),
              };
              return [place, ...Object.entries(set).map(pair => pair.join('='))].join(',');
            }),
          ),
        ].join(' '),
      )
      .join('\n'),
  };
}

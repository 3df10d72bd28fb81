import { parseStrict } from '@grok-image/core';
import { ofGenerateImage, type Elsewhere } from '@grok-image/core/internal';
import type * as z from 'zod/v4';
import type { ModelRecipe } from '../image/model.ts';
import type { ReadOptions } from '../image/options.ts';
import { commonSchema, engineOptionsSchema, optionOf } from './options.ts';
import { planEngine } from './plan.ts';
import { variantsById, type Variant } from './variant.ts';

/**
 * What maps the calls of a model of another engine than Grok's.
 *
 * @param key - what its variants stand under
 */
export function engineRecipe(modelId: string, key: string): ModelRecipe {
  const variants = variantsById().get(key) ?? [];
  const schema = schemaOnce(variants);
  return {
    optionsSchema: schema,
    readOptions(given): ReadOptions {
      const elsewhere = elsewhereFor(modelId, given, schema().shape);
      const all = parseStrict(schema(), given ?? {}, 'providerOptions.civitai', elsewhere);
      return { ...all, ...commonSchema().parse(all) };
    },
    plan: (asked, options) => planEngine({ id: modelId, variants }, asked, options),
  };
}

const schemas = new WeakMap<readonly Variant[], z.ZodObject>();

/** The schema of a model's options, made when it is used first. */
function schemaOnce(variants: readonly Variant[]): () => z.ZodObject {
  return () => {
    const schema = schemas.get(variants) ?? engineOptionsSchema(variants);
    schemas.set(variants, schema);
    return schema;
  };
}

/** Most models that a message names for an option. */
const mostNamed = 8;

/**
 * What options that a model does not have are, and which models have them.
 *
 * @param own - the options that it has, by name
 */
export function elsewhereFor(modelId: string, given: unknown, own: object): Elsewhere {
  const names = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const unknown = names.filter(name => !Object.hasOwn(own, name));
  const found = unknown.flatMap((name): [string, { what: string; accepted: string }][] => {
    const ids = [...variantsById()].flatMap(([id, variants]) => {
      const hasIt = variants.some(variant =>
        [...variant.fields.values()].some(field => optionOf(field, variant) === name),
      );
      return hasIt ? [id.replace(/^(.+):checkpoint$/, 'urn:air:$1:checkpoint:...')] : [];
    });
    if (ids.length === 0) return [];
    const others = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : '';
    const accepted = `${name} with ${ids.slice(0, mostNamed).join(', ')}${others}`;
    return [[name, { what: `an option that ${modelId} does not have`, accepted }]];
  });
  return new Map([...ofGenerateImage, ...renamed, ...found]);
}

/** Fields of the service that are called otherwise here. */
const renamed = Object.entries({
  denoiseStrength: 'providerOptions.civitai.strength',
  width: "generateImage({ size: '1024x768' })",
  height: "generateImage({ size: '1024x768' })",
  quantity: 'generateImage({ n })',
  numImages: 'generateImage({ n })',
  image: 'providerOptions.civitai.images',
  maskImage: 'providerOptions.civitai.mask',
}).map(([name, accepted]): [string, { what: string; accepted: string }] => [
  name,
  { what: 'a field of the service', accepted },
]);

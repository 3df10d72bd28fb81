import { parseStrict } from '@grok-image/core';
import { ofGenerateImage, type Elsewhere } from '@grok-image/core/internal';
import type * as z from 'zod/v4';
import type { CivitaiModel } from '../image/model.ts';
import type { ReadOptions } from '../image/options.ts';
import { sourcesOf } from './choose-variant.ts';
import { commonSchema, engineOptionsSchema, fieldOfOption, maskFieldOf, optionOf } from './options.ts';
import { planEngine, type EngineModel } from './plan.ts';
import { variantsById, type Variant } from './variant.ts';

const checkpointForm = /^urn:air:([^:]+):checkpoint:[^:]+:[^:]+$/;

/** Ids of models that are no checkpoints. */
export function engineIds(): readonly string[] {
  return [...variantsById().keys()].filter(id => !id.endsWith(':checkpoint'));
}

/** Ecosystems whose checkpoints are ids, in the words of a urn. */
export function checkpointEcosystems(): readonly string[] {
  return [...variantsById().keys()].flatMap(id =>
    id.endsWith(':checkpoint') ? (id.split(':')[0] ?? []) : [],
  );
}

/** The model of an id that is none of Grok; `undefined` for one that is not known. */
export function findEngineModel(modelId: string): EngineModel | undefined {
  const [, ecosystem] = checkpointForm.exec(modelId) ?? [];
  const variants = variantsById().get(
    ecosystem === undefined ? modelId : `${ecosystem.toLowerCase()}:checkpoint`,
  );
  if (variants === undefined || (ecosystem === undefined && modelId.endsWith(':checkpoint')))
    return undefined;
  return { id: modelId, variants };
}

/** Makes a model of another engine than Grok's. */
export function createEngineModel(model: EngineModel): CivitaiModel {
  const { id, variants } = model;
  const schema = schemaOnce(variants);
  return {
    id,
    capabilities: {
      aspectRatios: variants[0]?.fields.get('aspectRatio')?.limits,
      resolutions: variants[0] && fieldOfOption(variants[0], 'resolution')?.limits,
      maxFiles: Math.max(...variants.map(variant => sourcesOf(variant).most)),
      mask: variants.some(variant => maskFieldOf(variant) !== undefined),
      seed: variants.some(({ fields }) => fields.has('seed')),
    },
    optionsSchema: schema,
    describePrice: () => 'a price that depends on its options; civitai.estimateCost asks for it',
    readOptions(given): ReadOptions {
      const all = parseStrict(schema(), given ?? {}, 'providerOptions.civitai', elsewhereFor(id, given));
      return { ...all, ...commonSchema().parse(all) };
    },
    plan: (asked, options) => planEngine(model, asked, options),
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

/** What options that a model does not have are, and which models have them; empty where it has all that was given. */
export function elsewhereFor(modelId: string, given: unknown): Elsewhere {
  const names = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const found = names.flatMap((name): [string, { what: string; accepted: string }][] => {
    const ids = [...variantsById()].flatMap(([id, variants]) => {
      const hasIt = variants.some(variant =>
        [...variant.fields.values()].some(field => optionOf(field, variant) === name),
      );
      return hasIt ? [id.replace(/^(.+):checkpoint$/, 'urn:air:$1:checkpoint:…')] : [];
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

import { isRecord } from '@ai-sdk/provider-utils';
import { invalidArgument, invalidArgumentInWords } from '@grok-image/core';
import { asFallback, nameOf, wholeCall, type ImageModelLike, type ImageParams } from '../stack/model.ts';
import { toOwnResult } from '../stack/own-result.ts';
import { mostPaidBy, readOptions, type FallbackOptions } from './options.ts';
import { createChain } from './serve.ts';

/** What a model of AI SDK has, and nothing of its provider's own. */
type ModelMember =
  | 'specificationVersion'
  | 'provider'
  | 'modelId'
  | 'maxImagesPerCall'
  | 'supportsFileInputs'
  | 'supportsMaskInputs'
  | 'doGenerate';

/** A model of the specification version of those that stand in for each other. */
export type FallbackModel<MODEL extends ImageModelLike> = Pick<MODEL, Extract<keyof MODEL, ModelMember>>;

/**
 * Makes one model of several, of which the first serves that can: the next one is asked where a model says that there are
 * too many requests, or cannot be reached, and certainly nothing was started. A request that may be billed is not paid
 * again; the calls after it go to the next model before anything is sent, until one call finds the model well again.
 * While that holds for all of them, the one is asked whose time is up first.
 *
 * All models but the last do not wait out a rate limit of their own; a limit that stands before one is that middleware's.
 * Of `providerOptions`, each model gets the entry of its own provider and those of none of the others.
 *
 * @param models - of one specification version, the first choice first
 * @throws InvalidArgumentError for models of several specification versions, and options that are not known
 * @example
 * const model = fallbackModel([grok.image('grok-imagine-image'), civitai.image('grok-imagine-image')]);
 * const { image } = await generateImage({ model, prompt: 'A cat in a tree' });
 */
export function fallbackModel<MODEL extends ImageModelLike>(
  models: readonly MODEL[],
  options: FallbackOptions = {},
): FallbackModel<MODEL> {
  const settings = readOptions(options);
  const [first] = checkModels(models);
  const serve = createChain(settings)(models);
  const { specificationVersion } = first;
  const can = (name: string) => models.some(model => Reflect.get(model, name) !== false);
  const own = {
    // An accessor: AI SDK 6 and 7 answer for older models through a proxy, with a version of their own.
    get specificationVersion() {
      return specificationVersion;
    },
    provider: 'grok-image.fallback',
    modelId: models.map(nameOf).join(', '),
    maxImagesPerCall: wholeCall,
    ...('supportsFileInputs' in first && { supportsFileInputs: can('supportsFileInputs') }),
    ...('supportsMaskInputs' in first && { supportsMaskInputs: can('supportsMaskInputs') }),
    doGenerate: async (call: ImageParams) => toOwnResult(await serve(call), specificationVersion),
  };
  const model: FallbackModel<MODEL> = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(own));
  return asFallback(model, mostPaidBy(settings, models.length));
}

function checkModels<MODEL extends ImageModelLike>(models: readonly MODEL[]): readonly [MODEL, ...MODEL[]] {
  const [first, ...others] = Array.isArray(models) ? models : [];
  if (first === undefined) throw invalidArgument('models', models, 'a list of image models, not empty');
  for (const [index, model] of models.entries()) {
    if (!isRecord(model) || typeof model.doGenerate !== 'function') {
      throw invalidArgument(`models[${index}]`, model, 'an image model, e.g. grok.image(...), not its id');
    }
  }
  const other = others.find(model => model.specificationVersion !== first.specificationVersion);
  if (other !== undefined) {
    throw invalidArgumentInWords(
      'models',
      [first, other].map(model => `${nameOf(model)} of version ${model.specificationVersion}`).join(' and '),
      'models of one specification version, made by the entries of their packages for the same major of AI SDK',
    );
  }
  return [first, ...others];
}

import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { carryPort } from '@grok-image/core/internal';
import { mostBehind, type ImageMiddleware } from './middleware.ts';
import { asLayersOf, wholeCall, type ImageModelLike, type ImageParams } from './model.ts';
import { toOwnResult } from './own-result.ts';
import { toImageResult } from './result.ts';

/**
 * Puts middleware around an image model of any specification version, first the outermost. The model keeps its version,
 * so that it works in the AI SDK that it was made for, 4 to 7, and whatever else hangs on it.
 *
 * AI SDK 6 and 7 have `wrapImageModel`, which takes the same middleware.
 *
 * @throws what a middleware says when it lacks something of the model
 * @example
 * const model = wrap(grok.image('grok-imagine-image'), production({ budget: { usd: 20, per: 'day' } }));
 */
export function wrap<MODEL extends ImageModelLike>(
  model: MODEL,
  ...middleware: readonly ImageMiddleware[]
): MODEL {
  const inner = compose(model, middleware);
  const { specificationVersion, provider, modelId } = model;
  const own = {
    ...changeable(model),
    // An accessor: AI SDK 6 and 7 answer for older models through a proxy, with a version of their own.
    specificationVersion: { get: () => specificationVersion, enumerable: true, configurable: true },
    provider: toValue(provider),
    modelId: toValue(modelId),
    maxImagesPerCall: toValue(wholeCall),
    ...Object.fromEntries(
      supports.flatMap(name => (name in model ? [[name, toValue(Reflect.get(model, name))]] : [])),
    ),
    doGenerate: toValue(async (params: ImageParams) =>
      toOwnResult(toImageResult(await inner.doGenerate(params), modelId), specificationVersion),
    ),
    ...('start' in model && { start: toValue(() => Promise.reject(noStart(modelId))) }),
  };
  // Without its prototype: a workflow would take it apart, and put it together without the middleware.
  const wrapped: MODEL = Object.create(Object.prototype, own);
  const carried = carryPort(model, wrapped, changed => wrap(changed, ...middleware));
  return Object.freeze(asLayersOf(model, carried));
}

/** The model with middleware around it, whose results have the form that middleware share. */
export function compose(model: ImageModelLike, middleware: readonly ImageMiddleware[]): ImageModelLike {
  return middleware.reduceRight(putBefore, model);
}

function putBefore(model: ImageModelLike, layer: ImageMiddleware): ImageModelLike {
  const { specificationVersion, provider, modelId } = model;
  const layered: ImageModelLike = {
    specificationVersion,
    provider,
    modelId,
    maxImagesPerCall: mostBehind(layer, model),
    doGenerate: async (params: ImageParams) => layer.wrapGenerate({ params, model }),
  };
  return asLayersOf(
    model,
    carryPort(model, layered, changed => putBefore(changed, layer)),
  );
}

/** Builds what stands around a model once, as each of its calls asks for it: it holds nothing of a call. */
export function onceAModel(
  build: (model: ImageModelLike) => ImageModelLike,
): (model: ImageModelLike) => ImageModelLike {
  const built = new WeakMap<ImageModelLike, ImageModelLike>();
  return model => {
    const known = built.get(model) ?? build(model);
    built.set(model, known);
    return known;
  };
}

/** What models of version 4 say of themselves, and `wrapImageModel` keeps. */
const supports = ['supportsFileInputs', 'supportsMaskInputs'] as const;

/** Whatever hangs on a model, of which some is put anew, its port among it: models are frozen. */
function changeable(model: object): PropertyDescriptorMap {
  return Object.fromEntries(
    Reflect.ownKeys(model).map(name => [
      name,
      { ...Object.getOwnPropertyDescriptor(model, name), configurable: true },
    ]),
  );
}

function toValue(value: unknown): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}

function noStart(modelId: string): UnsupportedFunctionalityError {
  return new UnsupportedFunctionalityError({
    functionality: 'start',
    message: `Failed to start a request with ${modelId}: it would pass the middleware around it by, its budget and limit among them. Call start of the model that was wrapped. Nothing was sent.`,
  });
}

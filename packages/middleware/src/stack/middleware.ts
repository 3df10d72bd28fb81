import type { ImageModelLike, ImageParams, ImageResult } from './model.ts';
import { noteSend } from './context.ts';
import { hasLayers, wholeCall } from './model.ts';
import { toImageResult } from './result.ts';
import { sendInParts } from './split.ts';
import { withoutOwnOptions } from './own-options.ts';

/** Copied with whatever a middleware is made of, and shown by no log. */
const perRequest: unique symbol = Symbol.for('grok-image.per-request');

/**
 * A middleware for image models, which `wrapImageModel`, `wrapProvider` and `createProviderRegistry` of AI SDK 6 and 7
 * take by their own types, and `wrap` for the models of AI SDK 4 and 5.
 */
export interface ImageMiddleware {
  /** Whether it treats each request of a call: a layer around it that does so too splits before both. */
  readonly [perRequest]?: true;
  readonly specificationVersion: 'v3';
  overrideMaxImagesPerCall(options: { readonly model: ImageModelLike }): number;
  wrapGenerate(options: {
    readonly params: ImageParams;
    readonly model: ImageModelLike;
  }): Promise<ImageResult>;
}

/** A call on its way through one middleware. */
export interface PassingCall {
  readonly params: ImageParams;
  /** The model that it is on its way to, or what stands before it. */
  readonly model: ImageModelLike;
  /**
   * Hands the call on, with these parameters.
   *
   * @param through - the same model with other habits, as `with` of its port gives it
   */
  readonly next: (params: ImageParams, through?: ImageModelLike) => Promise<ImageResult>;
}

/** How a middleware treats calls. */
export interface Treatment {
  /**
   * Whether it treats a call as a whole, or each request that a model needs for it: next to a model that makes fewer
   * images at once than asked, the call is split behind it or before it.
   */
  readonly each: 'call' | 'request';
  /** Looks at a model before it is used; throws where the middleware lacks something of it. */
  readonly check?: (model: ImageModelLike) => void;
  readonly treat: (call: PassingCall) => Promise<ImageResult>;
}

/**
 * Most images that a call may ask for of a model with a layer around it: of one that treats each request, still as many as
 * one request makes, so that whoever treats requests around it does so one by one.
 */
export function mostBehind(layer: ImageMiddleware, model: ImageModelLike): unknown {
  const most = layer.overrideMaxImagesPerCall({ model });
  return layer[perRequest] ? model.maxImagesPerCall : most;
}

/** Makes the middleware of a treatment. */
export function createMiddleware({ each, check, treat }: Treatment): ImageMiddleware {
  return {
    specificationVersion: 'v3',
    ...(each === 'request' && { [perRequest]: true as const }),
    overrideMaxImagesPerCall({ model }) {
      check?.(model);
      return wholeCall;
    },
    async wrapGenerate({ params, model }) {
      // Not the closure that AI SDK offers: it is bound to the parameters of this call.
      const send = async (given: ImageParams, through: ImageModelLike = model) => {
        if (hasLayers(through)) return toImageResult(await through.doGenerate(given), through.modelId);
        await noteSend(given);
        return toImageResult(await through.doGenerate(withoutOwnOptions(given, through)), through.modelId);
      };
      if (each === 'request') {
        return sendInParts(model, params, part => treat({ params: part, model, next: send }));
      }
      const next = (given: ImageParams, through: ImageModelLike = model) =>
        sendInParts(through, given, part => send(part, through));
      return treat({ params, model, next });
    },
  };
}

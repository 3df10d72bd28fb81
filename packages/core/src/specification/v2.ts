import type { ImageBackend } from '../generate/backend.ts';
import type { ProviderMetadata } from '../generate/generate.ts';
import { noSuchModel } from './no-such-model.ts';
import {
  createModel,
  createProvider,
  type ImageModelBase,
  type ImageModelCallOptions,
  type ImageModelResponse,
  type ProviderBase,
  type ProviderDefinition,
} from './shared.ts';
import { toWarningV2, type WarningV2 } from './warnings.ts';

/**
 * An image model for AI SDK 5; AI SDK 6 and 7 take it too. AI SDK 4 takes those of the entry `/v1`.
 * Typed by hand with the strictest JSON, so that it assigns to that major's own type.
 */
export interface ImageModelV2 extends ImageModelBase<'v2', ImageModelCallOptions, ImageModelV2Result> {}

/** What `doGenerate` resolves to. */
export interface ImageModelV2Result {
  images: Uint8Array<ArrayBuffer>[];
  warnings: WarningV2[];
  /** False when no image came, so that AI SDK does not pay for the same empty answer again. */
  isRetryable?: boolean;
  providerMetadata: ProviderMetadata;
  response: ImageModelResponse;
}

/** A provider for AI SDK 5. */
export interface ProviderV2<ID extends string = string, OPTIONS = never> extends ProviderBase<
  ID,
  ImageModelV2,
  OPTIONS
> {
  textEmbeddingModel(modelId: string): never;
}

/** Makes the `ImageModelV2` of a backend. */
export function toImageModelV2(backend: ImageBackend): ImageModelV2 {
  return createModel('v2', backend, {}, ({ images, warnings, providerMetadata, response }) => ({
    images,
    warnings: warnings.map(toWarningV2),
    ...(images.length === 0 && { isRetryable: false }),
    providerMetadata,
    response,
  }));
}

/** Makes the provider of a service for AI SDK 5. */
export function createProviderV2<ID extends string, EXTRAS extends object, OPTIONS = never>(
  definition: ProviderDefinition<ID, EXTRAS, OPTIONS>,
): ProviderV2<ID, OPTIONS> & EXTRAS {
  return createProvider(definition, toImageModelV2, { textEmbeddingModel: noSuchModel('embeddingModel') });
}

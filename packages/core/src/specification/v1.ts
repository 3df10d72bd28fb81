import type { ImageBackend } from '../generate/backend.ts';
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
 * An image model for AI SDK 4. AI SDK 5 takes those of the entry `/v2`, AI SDK 6 of `/v3`.
 * Typed by hand with the strictest JSON, so that it assigns to that major's own type.
 */
export interface ImageModelV1 extends ImageModelBase<'v1', ImageModelCallOptions, ImageModelV1Result> {}

/** What `doGenerate` resolves to. */
export interface ImageModelV1Result {
  images: Uint8Array<ArrayBuffer>[];
  warnings: WarningV2[];
  response: ImageModelResponse;
}

/** A provider for AI SDK 4. */
export interface ProviderV1<ID extends string = string, OPTIONS = never> extends ProviderBase<
  ID,
  ImageModelV1,
  OPTIONS
> {
  textEmbeddingModel(modelId: string): never;
}

/** Makes the `ImageModelV1` of a backend. */
export function toImageModelV1(backend: ImageBackend): ImageModelV1 {
  return createModel('v1', backend, {}, ({ images, warnings, response }) => ({
    images,
    warnings: warnings.map(toWarningV2),
    response,
  }));
}

/** Makes the provider of a service for AI SDK 4. */
export function createProviderV1<ID extends string, EXTRAS extends object, OPTIONS = never>(
  definition: ProviderDefinition<ID, EXTRAS, OPTIONS>,
): ProviderV1<ID, OPTIONS> & EXTRAS {
  return createProvider(definition, toImageModelV1, { textEmbeddingModel: noSuchModel('embeddingModel') });
}

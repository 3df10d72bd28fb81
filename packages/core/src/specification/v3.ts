import type { ImageBackend, ImageUsage } from '../generate/backend.ts';
import type { ProviderMetadata } from '../generate/generate.ts';
import { noSuchModel } from './no-such-model.ts';
import {
  createModel,
  createProvider,
  type ImageModelBase,
  type ImageModelCallOptions,
  type ImageModelFileOptions,
  type ImageModelResponse,
  type ProviderBase,
  type ProviderDefinition,
} from './shared.ts';
import { toWarningV3, type WarningV3 } from './warnings.ts';

/**
 * An image model for AI SDK 6; AI SDK 7 takes it too. AI SDK 5 takes those of the entry `/v2`, AI SDK 4 of `/v1`.
 * Typed by hand with the strictest JSON, so that it assigns to that major's own type.
 */
export interface ImageModelV3 extends ImageModelBase<
  'v3',
  ImageModelCallOptions & ImageModelFileOptions,
  ImageModelV3Result
> {}

/** What `doGenerate` resolves to. */
export interface ImageModelV3Result {
  images: Uint8Array<ArrayBuffer>[];
  warnings: WarningV3[];
  /** False when no image came, so that AI SDK does not pay for the same empty answer again. */
  isRetryable?: boolean;
  providerMetadata: ProviderMetadata;
  usage?: ImageUsage;
  response: ImageModelResponse;
}

/** A provider for AI SDK 6. */
export interface ProviderV3<ID extends string = string, OPTIONS = never> extends ProviderBase<
  ID,
  ImageModelV3,
  OPTIONS
> {
  readonly specificationVersion: 'v3';
  embeddingModel(modelId: string): never;
}

/** Makes the `ImageModelV3` of a backend. */
export function toImageModelV3(backend: ImageBackend): ImageModelV3 {
  return createModel('v3', backend, {}, ({ images, warnings, providerMetadata, usage, response }) => ({
    images,
    warnings: warnings.map(toWarningV3),
    ...(images.length === 0 && { isRetryable: false }),
    providerMetadata,
    ...(usage && { usage }),
    response,
  }));
}

/** Makes the provider of a service for AI SDK 6. */
export function createProviderV3<ID extends string, EXTRAS extends object, OPTIONS = never>(
  definition: ProviderDefinition<ID, EXTRAS, OPTIONS>,
): ProviderV3<ID, OPTIONS> & EXTRAS {
  return createProvider(definition, toImageModelV3, {
    specificationVersion: 'v3' as const,
    embeddingModel: noSuchModel('embeddingModel'),
  });
}

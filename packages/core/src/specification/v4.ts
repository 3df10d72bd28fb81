import type { ImageBackend, ImageUsage } from '../generate/backend.ts';
import type { ProviderMetadata } from '../generate/generate.ts';
import type { ImageWarning } from '../messages/warning.ts';
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

/**
 * An image model for AI SDK 7. AI SDK 6 takes those of the entry `/v3`, AI SDK 5 of `/v2`, AI SDK 4 of `/v1`.
 * Typed by hand with the strictest JSON, so that it assigns to that major's own type.
 */
export interface ImageModelV4 extends ImageModelBase<
  'v4',
  ImageModelCallOptions & ImageModelFileOptions,
  ImageModelV4Result
> {
  readonly supportsFileInputs: boolean;
  readonly supportsMaskInputs: boolean;
}

/** What `doGenerate` resolves to. */
export interface ImageModelV4Result {
  images: Uint8Array<ArrayBuffer>[];
  warnings: ImageWarning[];
  /** False when no image came, so that AI SDK does not pay for the same empty answer again. */
  isRetryable?: boolean;
  providerMetadata: ProviderMetadata;
  usage?: ImageUsage;
  response: ImageModelResponse;
}

/** A provider for AI SDK 7. */
export interface ProviderV4<ID extends string = string, OPTIONS = never> extends ProviderBase<
  ID,
  ImageModelV4,
  OPTIONS
> {
  readonly specificationVersion: 'v4';
  embeddingModel(modelId: string): never;
}

/** Makes the `ImageModelV4` of a backend. */
export function toImageModelV4(backend: ImageBackend): ImageModelV4 {
  return createModel(
    'v4',
    backend,
    { supportsFileInputs: backend.supportsFiles, supportsMaskInputs: backend.supportsMask },
    ({ images, warnings, providerMetadata, usage, response }) => ({
      images,
      warnings,
      ...(images.length === 0 && { isRetryable: false }),
      providerMetadata,
      ...(usage && { usage }),
      response,
    }),
  );
}

/** Makes the provider of a service for AI SDK 7. */
export function createProviderV4<ID extends string, EXTRAS extends object, OPTIONS = never>(
  definition: ProviderDefinition<ID, EXTRAS, OPTIONS>,
): ProviderV4<ID, OPTIONS> & EXTRAS {
  return createProvider(definition, toImageModelV4, {
    specificationVersion: 'v4' as const,
    embeddingModel: noSuchModel('embeddingModel'),
  });
}

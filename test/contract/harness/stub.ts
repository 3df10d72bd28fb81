import type { GeneratedImage, ImageBackend } from '@grok-image/core';
import {
  toImageModelV1,
  toImageModelV2,
  toImageModelV3,
  toImageModelV4,
  type ImageWarning,
} from '@grok-image/core';
import type { Version } from './ai-sdk.ts';

/** A model without a service, for what AI SDK itself does. It counts its calls. */
export interface StubModel {
  readonly model: object;
  readonly calls: readonly unknown[];
}

/** @param answer - what differs from a plain answer of one image */
export function stubModel(
  specificationVersion: string,
  answer: object | (() => object) = {},
  properties: object = {},
): StubModel {
  const calls: unknown[] = [];
  const model = {
    specificationVersion,
    provider: 'stub.image',
    modelId: 'stub',
    maxImagesPerCall: 10,
    async doGenerate(options: unknown) {
      calls.push(options);
      return {
        images: [new Uint8Array([0xff, 0xd8, 0xff])],
        warnings: [],
        response: { timestamp: new Date(0), modelId: 'stub', headers: undefined },
        ...(typeof answer === 'function' ? answer() : answer),
      };
    },
    ...properties,
  };
  return { model, calls };
}

/** Makes the model of a version of a backend that answers every request with these images and warnings. */
export function stubFacade(
  version: Version,
  images: readonly GeneratedImage[],
  warnings: readonly ImageWarning[] = [],
): { readonly model: object; readonly requests: readonly unknown[] } {
  const requests: unknown[] = [];
  const backend: ImageBackend = {
    provider: 'stub.image',
    metadataKey: 'stub',
    modelId: 'stub',
    maxImagesPerRequest: 10,
    supportsFiles: true,
    supportsMask: false,
    async generate(request) {
      requests.push(request);
      const details = { delivered: images.length };
      return { images, warnings, request: details, modelId: 'stub', headers: undefined };
    },
  };
  const toModel = { v1: toImageModelV1, v2: toImageModelV2, v3: toImageModelV3, v4: toImageModelV4 };
  return { model: toModel[version](backend), requests };
}

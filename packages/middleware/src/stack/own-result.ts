import { toWarningV2 } from '@grok-image/core/internal';
import type { ImageResult } from './model.ts';
import { toWarningV4 } from './result.ts';

/** What each specification version calls a result; those that are not here take it as it is. */
const forms: Readonly<Record<string, (result: ImageResult) => object>> = {
  v1: ({ images, warnings, providerMetadata, response }) => ({
    images,
    warnings: warnings.map(toWarningV2),
    response: { ...response, providerMetadata },
  }),
  v2: ({ warnings, ...result }) => ({ ...result, warnings: warnings.map(toWarningV2) }),
  v4: ({ warnings, ...result }) => ({ ...result, warnings: warnings.map(toWarningV4) }),
};

/** Brings a result into the form that the models of a specification version give. */
export function toOwnResult(result: ImageResult, specificationVersion: string): object {
  return forms[specificationVersion]?.(result) ?? result;
}

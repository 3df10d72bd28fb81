import { isRecord } from '@ai-sdk/provider-utils';
import type { JsonObject, StartedRequest } from '@grok-image/core';
import { billedOf, bytesOf, fromUnits, toImageResult } from '@grok-image/middleware/internal';
import type { ImageModelLike } from '@grok-image/middleware';
import type { Made } from './outcome.ts';

/** What the result of a call has brought, of whatever version its model is. */
export function toMade(raw: unknown, model: ImageModelLike, n: number): Made {
  const result = toImageResult(raw, model.modelId);
  const told = Object.entries(result.providerMetadata).find(([name]) => name !== 'grokImage')?.[1].images;
  const { usd, buzz } = billedOf(result, n)?.money ?? {};
  return {
    pictures: result.images.map((image, index) => ({ bytes: bytesOf(image), metadata: told?.[index] })),
    cost:
      usd === undefined && buzz === undefined
        ? undefined
        : {
            ...(usd !== undefined && { usd: fromUnits(usd, 'usd') }),
            ...(buzz !== undefined && { buzz: fromUnits(buzz, 'buzz') }),
          },
    warnings: result.warnings.map(toText),
  };
}

/** What a service answered with that was to make a job of a request, and made its images at once. */
export function toMadeAtOnce({ images, warnings }: Pick<StartedRequest, 'images' | 'warnings'>): Made {
  return {
    pictures: images.map(({ data, metadata }) => ({ bytes: data, metadata: toJson(metadata) })),
    cost: undefined,
    warnings: warnings.map(toText),
  };
}

function toJson(metadata: object): JsonObject {
  return { ...metadata };
}

function toText(warning: unknown): string {
  if (!isRecord(warning)) return String(warning);
  const { message, feature, setting, details } = warning;
  if (typeof message === 'string') return message;
  const about = typeof feature === 'string' ? feature : String(setting);
  return typeof details === 'string' ? `${about}: ${details}` : `${about} is not supported.`;
}

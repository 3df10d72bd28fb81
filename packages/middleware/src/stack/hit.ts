import type { JsonObject } from '@grok-image/core';
import { isRecord } from '@ai-sdk/provider-utils';
import type { ImageResult } from './model.ts';
import { asSeen } from './result.ts';
import { metadataKey, tellOf } from './told.ts';

/** Fields in which providers say what was paid. */
const costs = ['costUsd', 'costTicks', 'costBuzz'];
/** Addresses that a service takes back within minutes to days. */
const passing = ['url', 'urlExpiresAt', 'publicUrl', 'publicUrlExpiresAt'];

/**
 * A result that was paid before: what providers say of its cost becomes 0, for sums over calls stay right, and what it had
 * cost is told of each image as `originalCostUsd` or `originalCostBuzz`.
 *
 * @param told - what is told of each image besides, e.g. `{ cached: true }`
 */
export function asPaidBefore(result: ImageResult, told: JsonObject): ImageResult {
  const original = (index: number, field: string): number | undefined => {
    const found = Object.entries(result.providerMetadata)
      .filter(([provider]) => provider !== metadataKey)
      .map(([, { images }]) => images[index]?.[field]);
    return found.find(cost => typeof cost === 'number');
  };
  const free = Object.fromEntries(
    Object.entries(result.providerMetadata).map(([provider, entry]) => [
      provider,
      {
        ...entry,
        ...eachList(entry, record => ({ ...record, ...zeros(record) })),
        images: entry.images.map(image => ({ ...image, ...zeros(image) })),
      },
    ]),
  );
  return tellOf(asSeen({ ...result, providerMetadata: free }), index => {
    const [usd, buzz] = [original(index, 'costUsd'), original(index, 'costBuzz')];
    return {
      ...told,
      // That of the call which was paid.
      queuedMs: 0,
      ...(usd !== undefined && { originalCostUsd: usd }),
      ...(buzz !== undefined && { originalCostBuzz: buzz }),
      costUsd: 0,
    };
  });
}

/** The same result without addresses that will lead nowhere by the time it is read again. */
export function withoutAddresses(result: ImageResult): ImageResult {
  const providerMetadata = Object.fromEntries(
    Object.entries(result.providerMetadata).map(([provider, entry]) => [
      provider,
      { ...entry, images: entry.images.map(image => without(image, passing)) },
    ]),
  );
  return asSeen({ ...result, providerMetadata, response: { ...result.response, providerMetadata } });
}

function zeros(record: JsonObject): JsonObject {
  return Object.fromEntries(costs.filter(name => typeof record[name] === 'number').map(name => [name, 0]));
}

function without(record: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

/** Treats the records in the lists of an entry, e.g. `requests`. */
function eachList(entry: JsonObject, treat: (record: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([name, list]) =>
      Array.isArray(list)
        ? [[name, list.map(record => (isJsonObject(record) ? treat(record) : record))]]
        : [],
    ),
  );
}

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value) && !Array.isArray(value);
}

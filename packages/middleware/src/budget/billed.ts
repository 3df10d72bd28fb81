import { causeOf, type GenerationCost } from '@grok-image/core';
import { isRecord } from '@ai-sdk/provider-utils';
import { isAbort, isUnstarted } from '../stack/classify.ts';
import type { ImageResult } from '../stack/model.ts';
import { metadataKey } from '../stack/told.ts';
import { addMoney, costToUnits, type Money } from './money.ts';

/** What a model says that a call has cost. */
export interface Billed {
  readonly money: Money;
  /** Images that were asked for in requests of which it does not say: they may be billed. */
  readonly untold: number;
}

/**
 * What a call has cost by the records of its requests, those that failed among them, or of its images, and by what a
 * fallback tells of the models that it tried before; `undefined` where they say nothing.
 *
 * @param n - images that were asked for
 */
export function billedOf({ providerMetadata, images }: ImageResult, n: number): Billed | undefined {
  const served = Object.entries(providerMetadata).flatMap(([provider, entry]) => {
    if (provider === metadataKey) return [];
    const requests = entry['requests'];
    return Array.isArray(requests) ? requests : entry.images;
  });
  const records = [
    ...served.map(record => ({ money: moneyOf(record), images: imagesOf(record) })),
    ...(served.length === 0 ? [{ money: undefined, images: images.length }] : []),
    ...triedIn(providerMetadata).flatMap(record => {
      const money = moneyOf(record);
      return money !== undefined || mayBeBilled(record) ? [{ money, images: n }] : [];
    }),
  ];
  const told = records.flatMap(({ money }) => money ?? []);
  if (told.length === 0) return undefined;
  const untold = records.map(record => (record.money === undefined ? record.images : 0));
  return { money: addMoney(told), untold: untold.reduce((total, count) => total + count, 0) };
}

/** What a fallback tells, which is the same at each image of one request. */
function triedIn(metadata: ImageResult['providerMetadata']): unknown[] {
  const lists = (metadata[metadataKey]?.images ?? []).map(image => image['tried']);
  return [...new Set(lists)].flatMap(list => (Array.isArray(list) ? list : []));
}

/** How many models may have billed a call before the one that served, and do not say what. */
export function untoldBefore({ providerMetadata }: ImageResult): number {
  return triedIn(providerMetadata).filter(record => mayBeBilled(record) && moneyOf(record) === undefined)
    .length;
}

function mayBeBilled(record: unknown): boolean {
  return isRecord(record) && (record['class'] === 'unknown' || record['class'] === 'moderation');
}

function isUnknown(record: unknown): boolean {
  return isRecord(record) && record['class'] === 'unknown' && moneyOf(record) === undefined;
}

/** What the error of a call means for its budget. */
export type BilledByError =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown' }
  /** It failed, and is billed all the same. */
  | { readonly kind: 'cost'; readonly money: Money };

export function billedByError(error: unknown, abortSignal: AbortSignal | undefined): BilledByError {
  const cause = causeOf(error);
  const { errors, tried } = isRecord(cause) ? cause : {};
  // What an earlier process has sent has no error of its own.
  if (Array.isArray(tried) && tried.some(isUnknown)) return { kind: 'unknown' };
  // Of several requests, or of several models one after the other.
  if (Array.isArray(errors) && errors.length > 0)
    return joinBilled(errors.map(one => billedByError(one, undefined)));
  const cost = costOf(cause);
  if (cost !== undefined) return { kind: 'cost', money: costToUnits(cost) };
  // Once it is on its way, nothing is known of a call that its caller has left.
  if (isAbort(cause, abortSignal)) return { kind: 'unknown' };
  return { kind: isUnstarted(cause) ? 'free' : 'unknown' };
}

function joinBilled(parts: readonly BilledByError[]): BilledByError {
  if (parts.some(({ kind }) => kind === 'unknown')) return { kind: 'unknown' };
  const costs = parts.flatMap(part => (part.kind === 'cost' ? part.money : []));
  return costs.length === 0 ? { kind: 'free' } : { kind: 'cost', money: addMoney(costs) };
}

function costOf(error: unknown): GenerationCost | undefined {
  if (!isRecord(error) || !isRecord(error['cost'])) return undefined;
  const { usd, buzz } = error['cost'];
  if (!isAmount(usd) && !isAmount(buzz)) return undefined;
  return { ...(isAmount(usd) && { usd }), ...(isAmount(buzz) && { buzz }) };
}

function moneyOf(record: unknown): Money | undefined {
  if (!isRecord(record)) return undefined;
  const { costTicks, costUsd, costBuzz } = record;
  if (!isAmount(costUsd) && !isAmount(costBuzz)) return undefined;
  const money = costToUnits({
    ...(isAmount(costUsd) && { usd: costUsd }),
    ...(isAmount(costBuzz) && { buzz: costBuzz }),
  });
  return isAmount(costTicks) ? { ...money, usd: Math.ceil(costTicks) } : money;
}

function imagesOf(record: unknown): number {
  const requested = isRecord(record) ? record['requested'] : undefined;
  return isAmount(requested) ? requested : 1;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

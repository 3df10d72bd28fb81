import type { GenerationCost } from '@grok-image/core';
import { causeOf, GenerationIncompleteError } from '@grok-image/core';
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
 * What a call has cost by the records of its requests, those that failed among them, or of its images; `undefined` where
 * they say nothing.
 */
export function billedOf({ providerMetadata }: ImageResult): Billed | undefined {
  const records = Object.entries(providerMetadata).flatMap(([provider, entry]) => {
    if (provider === metadataKey) return [];
    const requests = entry['requests'];
    return Array.isArray(requests) ? requests : entry.images;
  });
  const known = records.map(record => ({ record, money: moneyOf(record) }));
  const told = known.flatMap(({ money }) => money ?? []);
  if (told.length === 0) return undefined;
  const untold = known.flatMap(({ record, money }) => (money === undefined ? imagesOf(record) : []));
  return { money: addMoney(told), untold: untold.reduce((total, images) => total + images, 0) };
}

/** What the error of a call means for its budget. */
export type BilledByError =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown' }
  /** It failed, and is billed all the same. */
  | { readonly kind: 'cost'; readonly money: Money };

export function billedByError(error: unknown, abortSignal: AbortSignal | undefined): BilledByError {
  const cause = causeOf(error);
  if (GenerationIncompleteError.isInstance(cause)) {
    const parts = cause.errors.map(part => billedByError(part, undefined));
    if (parts.some(({ kind }) => kind === 'unknown')) return { kind: 'unknown' };
    return { kind: 'cost', money: addMoney(parts.flatMap(part => ('money' in part ? part.money : []))) };
  }
  const cost = costOf(cause);
  if (cost !== undefined) return { kind: 'cost', money: costToUnits(cost) };
  // Once it is on its way, nothing is known of a call that its caller has left.
  if (isAbort(cause, abortSignal)) return { kind: 'unknown' };
  return { kind: isUnstarted(cause) ? 'free' : 'unknown' };
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

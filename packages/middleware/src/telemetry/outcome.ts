import { APICallError } from '@ai-sdk/provider';
import { isRecord } from '@ai-sdk/provider-utils';
import { causeOf } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { classifyError, isAbort } from '../stack/classify.ts';
import type { ImageResult } from '../stack/model.ts';
import { metadataKey } from '../stack/told.ts';
import type { TelemetryCost, TelemetryFailure, TelemetryOutcome } from './events.ts';

/** What a result tells of its call, by what providers and the layers of the stack say of it. */
export function outcomeOf({ images, providerMetadata, warnings }: ImageResult): TelemetryOutcome {
  const told = providerMetadata[metadataKey]?.images ?? [];
  const { tried, servedBy } = told[0] ?? {};
  const misses = Array.isArray(tried) ? tried : [];
  const own = Object.entries(providerMetadata).flatMap(([provider, { requests, images: each }]) =>
    provider === metadataKey ? [] : Array.isArray(requests) ? requests : each,
  );
  // What failed on the way may be billed, too.
  const costs = hasCost(own) ? [...own, ...misses] : [...told, ...misses];
  return {
    images: images.length,
    cached: told.filter(({ cached }) => cached === true).length,
    queuedMs: Math.max(0, ...told.flatMap(({ queuedMs }) => (typeof queuedMs === 'number' ? queuedMs : []))),
    attempts: misses.filter(miss => !isRecord(miss) || miss['class'] !== 'skipped').length + 1,
    ...(typeof servedBy === 'string' && { servedBy }),
    ...costOf(costs),
    warnings: warnings.length,
  };
}

/** What an error tells. */
export function failureOf(
  error: unknown,
  { abortSignal, recordPrompt }: { abortSignal: AbortSignal | undefined; recordPrompt: boolean },
): TelemetryFailure {
  const cause = causeOf(error);
  const { class: kind, isUnstarted } = classifyError(error);
  const status = APICallError.isInstance(cause) ? cause.statusCode : undefined;
  return {
    class: isAbort(cause, abortSignal) ? 'aborted' : kind,
    isUnstarted,
    errorType: status === undefined ? (cause instanceof Error ? cause.name : typeof cause) : String(status),
    // Services repeat the prompt in their words.
    ...(recordPrompt && { message: messageOf(error) }),
  };
}

/** What was billed although the call failed. */
export function costOfError(error: unknown): TelemetryCost {
  const cost = isRecord(error) && isRecord(error['cost']) ? error['cost'] : {};
  return costOf([{ costUsd: cost['usd'], costBuzz: cost['buzz'] }]);
}

/** The first id of a request among what a provider says of its images. */
export function requestIdOf({ providerMetadata }: ImageResult): string | undefined {
  const ids = Object.values(providerMetadata).flatMap(({ images }) =>
    images.map(({ requestId }) => requestId),
  );
  return ids.find(id => typeof id === 'string');
}

function costOf(records: readonly unknown[]): TelemetryCost {
  const [costUsd, costBuzz] = ['costUsd', 'costBuzz'].map(name => sumOf(records, name));
  return { ...(costUsd !== undefined && { costUsd }), ...(costBuzz !== undefined && { costBuzz }) };
}

function hasCost(records: readonly unknown[]): boolean {
  return ['costUsd', 'costBuzz'].some(name => sumOf(records, name) !== undefined);
}

function sumOf(records: readonly unknown[], name: string): number | undefined {
  const amounts = records.flatMap(record => {
    const amount = isRecord(record) ? record[name] : undefined;
    return typeof amount === 'number' && Number.isFinite(amount) ? [amount] : [];
  });
  // Shares of a request are fractions whose sum is not quite what was billed.
  const precision = 1e10;
  return amounts.length === 0
    ? undefined
    : Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * precision) / precision;
}

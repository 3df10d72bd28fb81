import { AISDKError, APICallError, InvalidArgumentError } from '@ai-sdk/provider';
import type { ImageModelV4 } from '@grok-image/core';
import { expect } from 'vitest';
import { call as plain } from '../../../packages/xai/src/test/call.ts';
import { fieldOf } from '../../contract/harness/field-of.ts';
import type { Sent } from './service.ts';

type Call = Parameters<ImageModelV4['doGenerate']>[0];
type Result = Awaited<ReturnType<ImageModelV4['doGenerate']>>;

/** How a call ended. */
export type Outcome =
  | { readonly type: 'result'; readonly result: Result }
  | { readonly type: 'error'; readonly error: unknown };

/** A plain call for two images. */
export const call: Call = { ...plain, n: 2 };

export async function outcomeOf(work: () => Promise<Result>): Promise<Outcome> {
  try {
    return { type: 'result', result: await work() };
  } catch (error) {
    return { type: 'error', error };
  }
}

/** Longest message of an error or warning, in characters: the words of a service and some addresses, not a body. */
const longestMessage = 10_000;

/** Most requests that one call may make, however many images an answer names. */
const mostRequests = 3500;

/** What holds however a service answers. */
export function expectPromises(outcome: Outcome, sent: readonly Sent[]): void {
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(sent.length).toBeLessThanOrEqual(mostRequests);
  if (outcome.type === 'error') expectTyped(outcome.error, sent);
  else expectComplete(outcome.result);
}

function expectTyped(error: unknown, sent: readonly Sent[]): void {
  expectAISDKError(error);
  if (!(error instanceof Error)) return;
  expect(error.message.length).toBeLessThanOrEqual(longestMessage);
  if (!APICallError.isInstance(error) || !error.isRetryable) return;
  // AI SDK would send it all again: only right while every request was turned away at the door.
  expect(sent.every(isTurnedAway)).toBe(true);
}

/** A 503 says so only in xAI's own words: `{ code, error }` with the id of the request. */
function isTurnedAway({ url, answer }: Sent): boolean {
  if (answer === undefined || answer.status === 429) return true;
  const isOwn = url.startsWith('https://api.x.ai/') && Boolean(answer.headers['x-request-id']);
  return answer.status === 503 && isOwn && /"code"[^]*"error"|"error"[^]*"code"/.test(answer.body);
}

function expectComplete({ images, warnings, providerMetadata }: Result): void {
  expect(warnings.every(warning => JSON.stringify(warning).length <= longestMessage)).toBe(true);
  for (const { images: entries, requests } of Object.values(providerMetadata)) {
    expect(entries).toHaveLength(images.length);
    for (const unit of ['costTicks', 'costBuzz']) {
      const shares = entries.flatMap(entry => numberOf(entry, unit));
      const costs = requests.flatMap(request => numberOf(request, unit));
      if (costs.length === 0 || images.length === 0) continue;
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(costs.reduce((sum, cost) => sum + cost, 0));
    }
  }
  expect(images.every(image => image.byteLength > 0)).toBe(true);
}

function numberOf(record: unknown, name: string): number[] {
  const value = fieldOf(record, name);
  return typeof value === 'number' ? [value] : [];
}

/** An error that AI SDK and its users can tell from others. */
export function expectAISDKError(error: unknown): void {
  expect(AISDKError.isInstance(error) ? 'AISDKError' : String(error)).toBe('AISDKError');
}

/** The error of a mistake of the caller. */
export function expectInvalidArgument(error: unknown): void {
  expect(InvalidArgumentError.isInstance(error) ? 'InvalidArgumentError' : String(error)).toBe(
    'InvalidArgumentError',
  );
}

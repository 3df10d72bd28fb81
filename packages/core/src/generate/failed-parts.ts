import { APICallError } from '@ai-sdk/provider';
import * as z from 'zod/v4';
import { ContentModerationError } from '../errors/content-moderation-error.ts';
import type { GenerationCost } from '../errors/generation-error.ts';
import { GenerationFailedError } from '../errors/generation-failed-error.ts';
import { GenerationTimeoutError } from '../errors/generation-timeout-error.ts';
import { ImageDownloadError } from '../errors/image-download-error.ts';
import { excerpt, shownAddress } from '../messages/excerpt.ts';
import { defined, type JsonObject } from '../schema/json.ts';
import { lenient, numberField, textField } from '../schema/lenient.ts';
import { throwIfAborted } from '../time/signal.ts';
import { messageOf } from '../messages/message-of.ts';

/** What an error knows of the request that failed; an error of anybody may know nothing. */
const billedSchema = lenient(
  z.object({
    requestId: textField,
    jobId: textField,
    workflowId: textField,
    externalId: textField,
    cost: lenient(z.object({ usd: numberField, buzz: numberField })),
  }),
);

/**
 * The one error for a call of which every request failed: one that says how to get what is paid, else one that says
 * what refusals cost, else one that failed for good, but never a retryable one while another request may have been billed, as AI SDK
 * would pay it again. All of them stand in `cause.errors`, their messages and costs in it.
 */
export function joinFailures(errors: readonly unknown[]): unknown {
  if (errors.length === 1) return errors[0];
  const downloads = errors.filter(error => ImageDownloadError.isInstance(error));
  const [timeout] = errors.filter(error => GenerationTimeoutError.isInstance(error));
  const [refusal] = errors.filter(error => ContentModerationError.isInstance(error));
  const cost = sumCosts(errors);

  const [download] = downloads;
  if (download) {
    return new ImageDownloadError({
      ...download,
      ...summary(download, errors),
      cost,
      urls: downloads.flatMap(error => error.urls),
      retryDownload: async options => {
        const parts = await Promise.allSettled(downloads.map(async error => error.retryDownload(options)));
        throwIfAborted(options?.abortSignal);
        const images = parts.flatMap(part => (part.status === 'fulfilled' ? part.value : []));
        if (images.length === 0) throw joinFailures(errors);
        return images;
      },
    });
  }
  if (timeout) return new GenerationTimeoutError({ ...timeout, ...summary(timeout, errors), cost });
  if (refusal) return new ContentModerationError({ ...refusal, ...summary(refusal, errors), cost });
  const [failure] = errors.filter(error => GenerationFailedError.isInstance(error));
  if (failure) return new GenerationFailedError({ ...failure, ...summary(failure, errors), cost });
  const chosen = errors.find(error => !(APICallError.isInstance(error) && error.isRetryable)) ?? errors[0];
  // Where they differ, each may name a job of its own that is to be collected.
  const isOneOfSeveral = new Set(errors.map(messageOf)).size > 1;
  return APICallError.isInstance(chosen) && !chosen.isRetryable && isOneOfSeveral
    ? new APICallError({ ...chosen, ...summary(chosen, errors) })
    : chosen;
}

/** The record of a request that failed, beside those that succeeded: its ids, and what it cost all the same. */
export function toFailedRequest(error: unknown, requested: number): JsonObject {
  const { cost, ...ids } = billedSchema.parse(error) ?? {};
  return defined({
    ...ids,
    requested,
    delivered: 0,
    error: messageOf(error),
    costUsd: cost?.usd,
    costBuzz: cost?.buzz,
  });
}

/** What a warning says about a request that failed: it has no fields, so the addresses of paid images go into it. */
export function reasonOf(error: unknown): string {
  return ImageDownloadError.isInstance(error)
    ? `${excerpt(messageOf(error.cause))} The images are paid and may still be at ${error.urls.flatMap(url => shownAddress(url) ?? []).join(' ')}`
    : messageOf(error);
}

function summary(chosen: Error, errors: readonly unknown[]): { message: string; cause: AggregateError } {
  const messages = new Set([chosen.message, ...errors.map(messageOf)]);
  return {
    message: `All ${errors.length} requests of the call failed; each is in cause.errors. ${[...messages].join(' ')}`,
    cause: new AggregateError(errors),
  };
}

function sumCosts(errors: readonly unknown[]): GenerationCost | undefined {
  const costs = errors.map(error => billedSchema.parse(error)?.cost);
  const sum = (unit: 'usd' | 'buzz') => {
    const amounts = costs.flatMap(cost => cost?.[unit] ?? []);
    return amounts.length === 0 ? undefined : amounts.reduce((total, amount) => total + amount, 0);
  };
  const [usd, buzz] = [sum('usd'), sum('buzz')];
  if (usd === undefined && buzz === undefined) return undefined;
  return { ...(usd !== undefined && { usd }), ...(buzz !== undefined && { buzz }) };
}

import {
  APICallError,
  InvalidArgumentError,
  LoadAPIKeyError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import * as z from 'zod/v4';
import { resumeOf, type GenerationCost } from '../errors/generation-error.ts';
import { GenerationIncompleteError } from '../errors/generation-incomplete-error.ts';
import { ImageDownloadError } from '../errors/image-download-error.ts';
import { InsufficientFundsError } from '../errors/insufficient-funds-error.ts';
import { excerpt, shownAddress } from '../messages/excerpt.ts';
import { defined, type JsonObject } from '../schema/json.ts';
import { lazy } from '../schema/lazy.ts';
import { lenient, numberField, textField } from '../schema/lenient.ts';
import { throwIfAborted } from '../time/signal.ts';
import { messageOf } from '../messages/message-of.ts';
import type { ImageBackend } from './backend.ts';

/** What an error knows of the request that failed; an error of anybody may know nothing. */
const billedSchema = lazy(() =>
  lenient(
    z.object({
      requestId: textField(),
      jobId: textField(),
      workflowId: textField(),
      externalId: textField(),
      cost: lenient(z.object({ usd: numberField(), buzz: numberField() })),
    }),
  ),
);

/** A request of a call that failed, and how many images it was to bring. */
export interface FailedPart {
  readonly error: unknown;
  readonly images: number;
  /** Place of the first of them within the call. */
  readonly offset: number;
}

/**
 * The one error for a call of which every request failed. Where all of them certainly never started it is one of
 * theirs, which AI SDK may repeat if it may repeat each; it must not start over what is partly paid.
 */
export function joinFailures(
  backend: Pick<ImageBackend, 'provider' | 'modelId'>,
  parts: readonly FailedPart[],
): unknown {
  const errors = parts.map(({ error }) => error);
  if (errors.every(isUnstarted)) return errors.find(error => !isRetryable(error)) ?? errors[0];
  const downloads = errors.filter(error => ImageDownloadError.isInstance(error));
  const { provider, modelId } = backend;
  const joined: GenerationIncompleteError = new GenerationIncompleteError({
    provider,
    modelId,
    message: `All ${errors.length} requests of the call failed; each is in error.errors. ${[...new Set(errors.map(messageOf))].join(' ')}`,
    errors,
    requests: parts.map(toFailedRequest),
    resumes: errors.flatMap(error => resumeOf(billedSchema().parse(error) ?? {}) ?? []),
    cost: sumCosts(errors),
    urls: downloads.flatMap(error => error.urls),
    retryDownload: async options => {
      const settled = await Promise.allSettled(downloads.map(async error => error.retryDownload(options)));
      throwIfAborted(options?.abortSignal);
      const images = settled.flatMap(part => (part.status === 'fulfilled' ? part.value : []));
      if (images.length === 0 && downloads.length > 0) throw joined;
      return images;
    },
  });
  return joined;
}

function isUnstarted(error: unknown): boolean {
  const refusals = [
    InvalidArgumentError,
    UnsupportedFunctionalityError,
    LoadAPIKeyError,
    InsufficientFundsError,
  ];
  return isRetryable(error) || refusals.some(kind => kind.isInstance(error));
}

function isRetryable(error: unknown): boolean {
  return APICallError.isInstance(error) && error.isRetryable;
}

/** The record of a request that failed, beside those that succeeded: its ids, and what it cost all the same. */
export function toFailedRequest({ error, images, offset }: FailedPart): JsonObject {
  const { cost, ...ids } = billedSchema().parse(error) ?? {};
  const resume = resumeOf(ids);
  return defined({
    ...ids,
    resume: resume && { ...resume },
    requested: images,
    delivered: 0,
    error: messageOf(error),
    missing: missingOf({ error, images, offset }),
    costUsd: cost?.usd,
    costBuzz: cost?.buzz,
  });
}

function missingOf({ error, images, offset }: FailedPart): JsonObject[] {
  const located = ImageDownloadError.isInstance(error) ? error.missing : [];
  return Array.from({ length: images }, (_, place) => {
    const index = offset + place;
    const known = located.find(image => image.index === index);
    return { ...(known ?? { index, reason: excerpt(messageOf(error)) }) };
  });
}

/**
 * What a warning says about a request that failed: it has no fields, so what gets the paid images goes into it, which
 * is their addresses, or what the backend says of where they are kept.
 */
export function reasonOf(error: unknown): string {
  if (!ImageDownloadError.isInstance(error)) return messageOf(error);
  const addresses = error.urls.flatMap(url => shownAddress(url) ?? []);
  const paid =
    addresses.length === 0
      ? 'The images are paid.'
      : `The images are paid and may still be at ${addresses.join(' ')}`;
  return [excerpt(messageOf(error.cause)), error.rescue, paid].filter(Boolean).join(' ');
}

function sumCosts(errors: readonly unknown[]): GenerationCost | undefined {
  const costs = errors.map(error => billedSchema().parse(error)?.cost);
  const sum = (unit: 'usd' | 'buzz') => {
    const amounts = costs.flatMap(cost => cost?.[unit] ?? []);
    return amounts.length === 0 ? undefined : amounts.reduce((total, amount) => total + amount, 0);
  };
  const [usd, buzz] = [sum('usd'), sum('buzz')];
  if (usd === undefined && buzz === undefined) return undefined;
  return { ...(usd !== undefined && { usd }), ...(buzz !== undefined && { buzz }) };
}

import { APICallError } from '@ai-sdk/provider';
import type { GenerationCost, JsonObject } from '@grok-image/core';
import { hasMarker, mark, markOutcome } from '@grok-image/core/internal';
import type { ErrorClass } from '../stack/classify.ts';

const marker = Symbol.for('grok-image.error.FallbackError');

/** A model that did not serve a call, and why not. */
export type TriedModel = JsonObject & {
  /** `'provider:modelId'`. */
  model: string;
  /** `skipped` for one that was sent nothing: it cannot take the call, or failed of late. */
  class: ErrorClass | 'skipped';
  reason: string;
  /** What it billed all the same, as far as it is known. */
  costUsd?: number;
  costBuzz?: number;
};

/**
 * No model of a fallback served a call. AI SDK repeats it only where it is certain that nothing was started at any of them.
 *
 * @example
 * if (FallbackError.isInstance(error)) console.log(error.tried, error.cost);
 */
export class FallbackError extends APICallError {
  /** Each model that did not serve, in their order, with those that were sent nothing. */
  readonly tried: readonly TriedModel[];
  /** What the models threw, in the order in which they were asked; `cause` is the last one. */
  readonly errors: readonly unknown[];
  /** What they billed together, as far as it is known. */
  readonly cost: GenerationCost | undefined;

  constructor({
    tried,
    errors,
    isUnstarted,
    isRetryable,
  }: {
    readonly tried: readonly TriedModel[];
    readonly errors: readonly unknown[];
    /** Whether it is certain that nothing was started at any of them. */
    readonly isUnstarted: boolean;
    readonly isRetryable: boolean;
  }) {
    const cause = errors.at(-1);
    const { url, requestBodyValues, responseHeaders } = APICallError.isInstance(cause)
      ? cause
      : { url: '', requestBodyValues: {}, responseHeaders: undefined };
    super({
      message: toMessage(tried, isUnstarted),
      url,
      requestBodyValues,
      // AI SDK reads there how long to wait.
      ...(responseHeaders && { responseHeaders }),
      isRetryable,
      cause,
    });
    mark(this, marker);
    markOutcome(this, isUnstarted ? 'refused' : 'unknown');
    this.name = 'FallbackError';
    this.tried = tried;
    this.errors = errors;
    this.cost = sumCosts(tried);
  }

  static override isInstance(error: unknown): error is FallbackError {
    return hasMarker(error, marker);
  }
}

function toMessage(tried: readonly TriedModel[], isUnstarted: boolean): string {
  const each = tried.map(({ model, class: kind, reason }) => `${model} (${kind}): ${reason}`);
  const next = isUnstarted
    ? 'Nothing was started. Try again later, or give other models.'
    : 'A request may have been carried out and billed, so that it is not sent again by itself.';
  return `Failed to make images: ${each.join(' ')} ${next}`;
}

function sumCosts(tried: readonly TriedModel[]): GenerationCost | undefined {
  const usd = tried.flatMap(({ costUsd }) => costUsd ?? []);
  const buzz = tried.flatMap(({ costBuzz }) => costBuzz ?? []);
  if (usd.length + buzz.length === 0) return undefined;
  return { ...(usd.length > 0 && { usd: sum(usd) }), ...(buzz.length > 0 && { buzz: sum(buzz) }) };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

import type { AISDKError } from '@ai-sdk/provider';
import type { ErrorBody } from './error-body.ts';

/**
 * What repeating a request would mean:
 * - `once`: would be carried out, and perhaps paid, twice, so it is sent once;
 * - `repeatable`: starts something, but the same request starts it only once;
 * - `read`: changes nothing. By then something may be paid, so its error never lets AI SDK start over.
 */
export type RequestKind = 'once' | 'repeatable' | 'read';

/** What a failed request means for money; it decides the advice and whether AI SDK may start over. */
export type Outcome =
  /** Certain that nothing was started: AI SDK may repeat the whole call. */
  | 'not-started'
  /** The service answered no: the same request would fail again. */
  | 'refused'
  /** The request may have been carried out and billed. */
  | 'unknown';

/** A request that failed: all that is needed to make an error of it. Ids and texts are free of keys and images. */
export interface Failure {
  readonly kind: RequestKind;
  readonly url: string;
  /** What was being done, completing "Failed to …". */
  readonly action: string;
  /** Why it failed, a few words without a full stop. */
  readonly reason: string;
  readonly outcome: Outcome;
  /** What to check when the outcome is unknown, or after a read that failed, a whole sentence. */
  readonly advice: string;
  /** What may have happened if the outcome is unknown, of a request that costs nothing. */
  readonly unpaid?: string | undefined;
  /** Whether an attempt before this one may have been carried out: then a no of the last one says little. */
  readonly mayHaveStarted: boolean;
  /** Whether AI SDK may repeat the whole call. */
  readonly isRetryable: boolean;
  readonly requestBody: unknown;
  readonly status?: number | undefined;
  readonly headers?: Record<string, string> | undefined;
  readonly text?: string | undefined;
  /** The answer, where it is JSON. */
  readonly json?: unknown;
  readonly body?: ErrorBody | undefined;
  readonly cause?: unknown;
}

/** An attempt that failed; whether it passes, and how long the service asks to wait, in milliseconds. */
export type FailedAttempt = Omit<Failure, 'isRetryable' | 'mayHaveStarted'> & {
  readonly transient: boolean;
  readonly waitMs: number | undefined;
};

/** What a backend may turn a failed answer into: its own typed error, or `undefined` for the plain one. */
export type Explain = (failure: Failure) => AISDKError | undefined;

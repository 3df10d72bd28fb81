import { messageOf } from '@grok-image/core/internal';
import { IdempotencyKeyError } from './errors.ts';

/** What is known of the first call under a key. */
const found = {
  otherRequest: 'another request was made under it.',
  unknown:
    'the first call under it was sent, and the process that made it is gone, so that it may have been billed.',
  failed: 'the first call under it failed after it was sent, and may have been billed.',
  gone: 'the first call under it was paid, and its pictures are not kept any more.',
} as const;

const advice = {
  otherRequest: 'Use a key of its own for each request.',
  unknown: 'Look the request up where it was billed, or use another key to pay again.',
  failed: 'Use another key to pay again.',
  gone: 'Use another key to pay again.',
} as const;

/** Why a call under a key is not sent. */
export function refuse(
  { key }: { readonly key: string },
  reason: keyof typeof found,
  why?: string,
): IdempotencyKeyError {
  const first = why === undefined ? '' : ` It said: ${why}`;
  return new IdempotencyKeyError({
    key,
    reason,
    message: `Failed to make a call under the key '${key}': ${found[reason]} ${advice[reason]} Nothing was sent.${first}`,
  });
}

/** The same where the service was asked for the first call again and said no: that undoes nothing of it. */
export function refuseAgain(
  { key }: { readonly key: string },
  reason: 'unknown' | 'failed' | 'gone',
  cause: unknown,
): IdempotencyKeyError {
  const again = `The service was asked for it again under the same key, and that failed: ${messageOf(cause)}`;
  return new IdempotencyKeyError({
    key,
    reason,
    cause,
    message: `Failed to make a call under the key '${key}': ${found[reason]} ${again} Make the call again later, which pays nothing more; another key pays again.`,
  });
}

/** The same where nobody knows, as the ledger is away. */
export function storeAway({ key }: { readonly key: string }, why: string): IdempotencyKeyError {
  return new IdempotencyKeyError({
    key,
    reason: 'store',
    message: `Failed to make a call under the key '${key}': ${why} Nothing was sent, as it might be paid a second time. Try again when the ledger answers, or allow it by onStoreFailure.`,
  });
}

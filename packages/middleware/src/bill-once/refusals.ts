import { IdempotencyKeyError } from './errors.ts';

const sentences = {
  otherRequest: 'another request was made under it. Use a key of its own for each request.',
  unknown:
    'the first call under it was sent, and the process that made it is gone, so that it may have been billed. Look the request up where it was billed, or use another key to pay again.',
  failed:
    'the first call under it failed after it was sent, and may have been billed. Use another key to pay again.',
  gone: 'the first call under it was paid, and its pictures are not kept any more. Use another key to pay again.',
} as const;

/** Why a call under a key is not sent. */
export function refuse(
  { key }: { readonly key: string },
  reason: keyof typeof sentences,
  why?: string,
): IdempotencyKeyError {
  const first = why === undefined ? '' : ` It said: ${why}`;
  return new IdempotencyKeyError({
    key,
    reason,
    message: `Failed to make a call under the key '${key}': ${sentences[reason]} Nothing was sent.${first}`,
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

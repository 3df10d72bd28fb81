import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark } from '@grok-image/core/internal';

const marker = Symbol.for('grok-image.error.XaiBatchIncompleteError');

/** What became of the requests when some of them could not be sent. */
export interface IncompleteBatch {
  /** Batches that were made by then. */
  readonly batchIds: readonly string[];
  /** Ids of the requests that are in them, and are billed. */
  readonly added: readonly string[];
  /** Ids of those for which it is not known. */
  readonly unknown: readonly string[];
  /** Ids of those that are in no batch. */
  readonly missing: readonly string[];
}

/**
 * A part of the requests is in a batch, another part is not. Nothing is repeated by itself, as it might be paid twice.
 *
 * @example
 * if (XaiBatchIncompleteError.isInstance(error) && error.unknown.length === 0) {
 *   const rest = requests.filter(({ id }) => error.missing.includes(id));
 *   await grok.batch.add(error.batchIds[0], { requests: rest });
 * }
 */
export class XaiBatchIncompleteError extends AISDKError implements IncompleteBatch {
  readonly batchIds: readonly string[];
  readonly added: readonly string[];
  readonly unknown: readonly string[];
  readonly missing: readonly string[];

  constructor(details: IncompleteBatch & { readonly message: string; readonly cause: unknown }) {
    super({ name: 'XaiBatchIncompleteError', message: details.message, cause: details.cause });
    mark(this, marker);
    this.batchIds = details.batchIds;
    this.added = details.added;
    this.unknown = details.unknown;
    this.missing = details.missing;
  }

  static override isInstance(error: unknown): error is XaiBatchIncompleteError {
    return hasMarker(error, marker);
  }
}

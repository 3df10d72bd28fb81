import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark } from '@grok-image/core/internal';

/** Why a run was refused, or was broken off. */
export type BulkErrorReason =
  /** Lines that are none; `problems` names them. */
  | 'input'
  /** Another runner has the folder. */
  | 'locked'
  /** The folder or the queue belongs to a run with other flags; `problems` names them. */
  | 'otherRun'
  /** What a run needs is not there: a bucket, a driver, a server that forgets nothing. */
  | 'setup'
  /** The journal could not be written. */
  | 'journal';

const marker = Symbol.for('grok-image.error.BulkError');

/**
 * A run was refused before anything was sent, or could not go on writing down what it does.
 *
 * @example
 * if (BulkError.isInstance(error) && error.reason === 'input') console.error(error.problems.join('\n'));
 */
export class BulkError extends AISDKError {
  readonly reason: BulkErrorReason;
  /** One sentence each; at most a hundred of them. */
  readonly problems: readonly string[];

  constructor(
    reason: BulkErrorReason,
    options: {
      readonly message: string;
      readonly problems?: readonly string[];
      readonly cause?: unknown;
    },
  ) {
    super({ name: 'BulkError', message: options.message, cause: options.cause });
    mark(this, marker);
    this.reason = reason;
    this.problems = options.problems ?? [];
  }

  static override isInstance(error: unknown): error is BulkError {
    return hasMarker(error, marker);
  }
}

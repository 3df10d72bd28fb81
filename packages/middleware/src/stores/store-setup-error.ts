import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark } from '@grok-image/core/internal';

const marker = Symbol.for('grok-image.error.StoreSetupError');

/**
 * A store cannot be used as it is set up: a Redis that can forget what was paid, or a PostgreSQL that was not migrated.
 * Nothing was kept and nothing was sent.
 *
 * @example
 * if (StoreSetupError.isInstance(error)) console.error(error.message);
 */
export class StoreSetupError extends AISDKError {
  constructor(options: { readonly message: string; readonly cause?: unknown }) {
    super({ name: 'StoreSetupError', ...options });
    mark(this, marker);
  }

  static override isInstance(error: unknown): error is StoreSetupError {
    return hasMarker(error, marker);
  }
}

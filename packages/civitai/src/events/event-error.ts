import { AISDKError } from '@ai-sdk/provider';

const marker = Symbol.for('grok-image.error.CivitaiEventError');

/**
 * A request to a webhook is no event of Civitai's. Answer it with 400: a 2xx would end the delivery of a real one.
 *
 * @example
 * if (CivitaiEventError.isInstance(error)) return new Response(error.message, { status: 400 });
 */
export class CivitaiEventError extends AISDKError {
  constructor(reason: string, cause?: unknown) {
    super({
      name: 'CivitaiEventError',
      message: `Failed to read a Civitai event: ${reason}. Check that the address is known to Civitai only.`,
      cause,
    });
    Object.defineProperty(this, marker, { value: true });
  }

  static override isInstance(error: unknown): error is CivitaiEventError {
    return AISDKError.isInstance(error) && marker in error;
  }
}

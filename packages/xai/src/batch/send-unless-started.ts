import type { Failure } from '@grok-image/core';
import { repeatUnstarted, throwIfAborted } from '@grok-image/core/internal';
import { send, type XaiApiRequest } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';

/** A request that failed, and whether it may have been carried out all the same. */
export interface FailedRequest {
  readonly error: unknown;
  readonly outcome: Failure['outcome'];
}

/**
 * Sends a request that is paid for, again only where it is certain that it was not started.
 *
 * @throws the abort reason
 */
export async function sendUnlessStarted<T>(
  transport: XaiTransport,
  request: Pick<XaiApiRequest<T>, 'path' | 'body' | 'action' | 'advice' | 'unpaid' | 'parse' | 'patienceMs'>,
): Promise<{ readonly value: T } | FailedRequest> {
  let outcome: Failure['outcome'] = 'refused';
  const explain = (failure: Failure) => {
    ({ outcome } = failure);
    return undefined;
  };
  try {
    const value = await repeatUnstarted(
      () => send(transport, { ...request, kind: 'once', method: 'POST', explain }),
      { abortSignal: transport.abortSignal },
    );
    return { value };
  } catch (error) {
    throwIfAborted(transport.abortSignal);
    return { error, outcome };
  }
}

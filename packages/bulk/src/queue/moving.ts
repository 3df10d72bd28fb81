import { messageOf } from '@grok-image/core/internal';
import { BulkError } from '../errors/bulk-error.ts';

/** What of BullMQ runs until it is closed. */
export interface Moving {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  run(): Promise<void>;
  close(): Promise<void>;
}

/** What is needed of a worker of BullMQ. */
export type MovingWorker = Pick<Moving, 'close'>;

/** What is needed of the events of a queue. */
export interface MovingEvents extends Moving {
  on(event: 'completed', listener: (event: { returnvalue: unknown }, id: string) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Begins what runs until it is closed, once its connections are made: one that is begun without them asks for them without
 * end and without a pause, and nothing else of its process is done any more.
 */
export async function begin<MOVING extends Moving>(
  moving: MOVING,
  { onError }: { readonly onError: (error: Error) => void },
): Promise<MOVING> {
  moving.on('error', onError);
  try {
    await moving.waitUntilReady();
  } catch (cause) {
    await moving.close();
    return notConnected(cause);
  }
  moving.run().catch(onError);
  return moving;
}

export function notConnected(cause: unknown): never {
  throw new BulkError('setup', {
    message: `Failed to connect to the server of the queue: ${messageOf(cause)}. Begin again when it answers. Nothing was sent.`,
    cause,
  });
}

/**
 * Hears from a place of the events on that is known: those of "from now on" begin with the first look at them, which is later,
 * and with each look that found none.
 */
export async function listen(
  events: MovingEvents,
  take: (id: string, returnvalue: unknown) => void,
): Promise<Pick<Moving, 'close'>> {
  events.on('completed', ({ returnvalue }, id) => take(id, returnvalue));
  return begin(events, { onError: () => undefined });
}

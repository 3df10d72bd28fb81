import { abortReasonOf, throwIfAborted } from '@grok-image/core/internal';
import type { Background } from '../stack/background.ts';

/** Work that several callers wait for. */
interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Work by key: whoever asks for the same while it runs waits for the same. */
export interface Flights<T> {
  /**
   * Runs work, or waits for what runs already under its key. A caller that gives up rejects at once with its own reason;
   * the work is aborted only when everybody has.
   *
   * @returns the result, and whether it was started here
   */
  join(
    key: string,
    abortSignal: AbortSignal | undefined,
    run: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly value: T; readonly isLeader: boolean }>;
}

/**
 * Makes the flights of one process.
 *
 * @param background - that all work is part of, as it may go on when all who waited have left
 */
export function createFlights<T>(background: Background): Flights<T> {
  const running = new Map<string, Flight<T>>();
  return {
    async join(key, abortSignal, run) {
      throwIfAborted(abortSignal);
      const known = running.get(key);
      const flight = known ?? take(running, key, run);
      if (known === undefined) background.run(() => Promise.allSettled([flight.result]));
      flight.waiting++;
      const leave = () => {
        flight.waiting--;
        // Whoever comes after that starts anew.
        if (flight.waiting === 0 && running.get(key) === flight) {
          running.delete(key);
          flight.controller.abort(abortSignal && abortReasonOf(abortSignal));
        }
      };
      const value = await orAborted(flight.result, abortSignal, leave);
      return { value, isLeader: known === undefined };
    },
  };
}

function take<T>(
  running: Map<string, Flight<T>>,
  key: string,
  run: (abortSignal: AbortSignal) => Promise<T>,
): Flight<T> {
  const controller = new AbortController();
  const result = run(controller.signal).finally(() => {
    if (running.get(key) === flight) running.delete(key);
  });
  // Those who wait hear of it; when all have left, nobody does.
  result.catch(() => undefined);
  const flight: Flight<T> = { result, controller, waiting: 0 };
  running.set(key, flight);
  return flight;
}

function orAborted<T>(
  result: Promise<T>,
  abortSignal: AbortSignal | undefined,
  leave: () => void,
): Promise<T> {
  if (abortSignal === undefined) return result;
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      leave();
      reject(abortReasonOf(abortSignal));
    };
    abortSignal.addEventListener('abort', giveUp, { once: true });
    result.then(resolve, reject).finally(() => abortSignal.removeEventListener('abort', giveUp));
  });
}

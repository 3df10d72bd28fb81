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
   * Runs work, or waits for what runs already under its key. The work is aborted only when everybody has given up.
   *
   * @throws the reason of a caller that has given up before
   */
  join(
    key: string,
    abortSignal: AbortSignal | undefined,
    run: (abortSignal: AbortSignal) => Promise<T>,
  ): Joined<T>;
}

/** Work that somebody waits for. */
export interface Joined<T> {
  /** Whether it was started here. */
  readonly isLeader: boolean;
  /** What comes of it, for a caller that rejects at once with its own reason when it gives up. */
  readonly value: Promise<T>;
  /** What comes of it, whoever has given up. */
  readonly whole: Promise<T>;
}

/**
 * Makes the flights of one process.
 *
 * @param background - that all work is part of, as it may go on when all who waited have left
 */
export function createFlights<T>(background: Background): Flights<T> {
  const running = new Map<string, Flight<T>>();
  return {
    join(key, abortSignal, run) {
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
      const value = orAborted(flight.result, abortSignal, leave);
      return { isLeader: known === undefined, value, whole: flight.result };
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

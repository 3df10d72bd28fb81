import { invalidArgument } from '../messages/invalid-argument.ts';

/**
 * Checks a time limit in milliseconds; `Infinity` is none. A timer of `NaN` or less than 1 fires at once: the request would
 * be paid and its answer thrown away.
 *
 * @throws InvalidArgumentError
 */
export function checkTimeout(timeout: number | undefined): void {
  if (timeout === undefined || (typeof timeout === 'number' && timeout >= 1)) return;
  throw invalidArgument('timeout', timeout, 'milliseconds from 1');
}

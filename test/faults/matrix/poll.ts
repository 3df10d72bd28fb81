import { network, statuses } from './effects.ts';
import { polled, rowsAt } from './expect.ts';
import type { FaultRow } from './row.ts';

const poll = rowsAt('poll', { ...network, ...statuses });

/** Looks at a job that is started and paid. */
export const pollRows: readonly FaultRow[] = [
  poll(
    'TLS error',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'no headers until the timeout',
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll('404', polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered'])),
];

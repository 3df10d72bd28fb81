import { lateStatuses, network, statuses } from './effects.ts';
import { everywhere, rowsAt, xaiAndCivitai } from './expect.ts';
import type { FaultRow } from './row.ts';

const submit = rowsAt('submit', { ...network, ...statuses, ...lateStatuses });

/** The request that starts the work and is paid. */
export const submitRows: readonly FaultRow[] = [
  submit(
    'connection refused',
    everywhere([2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([3, 0, 0, 0, 'AI_RetryError'], [12, 0, 0, 0, 'AI_RetryError']),
  ),
  submit(
    'TLS error',
    everywhere([1, 0, 0, 0, 'AI_APICallError']),
    everywhere([1, 0, 0, 0, 'AI_APICallError']),
  ),
  submit(
    'reset after it was accepted',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], ['several', 2, 0, 2, 'GenerationTimeoutError']),
  ),
  submit('422 as text', xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered'])),
  submit(
    '429, retry-after 1 s',
    everywhere([2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([45, 0, 0, 0, 'AI_RetryError'], ['several', 0, 0, 0, 'GenerationTimeoutError']),
  ),
  submit('redirect 307', xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered'])),
  submit(
    '502 as HTML after the work was done',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
  ),
];

import { lateStatuses, network, statuses } from './effects.ts';
import { everywhere, rowsAt, xaiAndCivitai } from './expect.ts';
import type { FaultRow } from './row.ts';

const submit = rowsAt('submit', { ...network, ...statuses, ...lateStatuses });

/** The request that starts the work and is paid. */
export const submitRows: readonly FaultRow[] = [
  submit(
    'DNS failure',
    everywhere([2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([3, 0, 0, 0, 'AI_RetryError'], [12, 0, 0, 0, 'AI_RetryError']),
  ),
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
    'reset before it arrived',
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [4, 0, 0, 0, 'AI_APICallError']),
  ),
  submit(
    'reset after it was accepted',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [4, 2, 0, 2, 'AI_APICallError']),
  ),
  submit(
    'body cut at 50 %',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [4, 2, 0, 2, 'AI_APICallError']),
  ),
  submit(
    'no headers until the timeout',
    xaiAndCivitai([1, 2, 0, 0, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
    xaiAndCivitai([1, 2, 0, 0, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  submit(
    'half a body until the timeout',
    xaiAndCivitai([1, 2, 0, 0, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
    xaiAndCivitai([1, 2, 0, 0, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  submit('400', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit('401', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit('403', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit('404', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit('409', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit('413', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit('422 as text', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit(
    '429',
    everywhere([2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([3, 0, 0, 0, 'AI_RetryError'], [12, 0, 0, 0, 'AI_RetryError']),
  ),
  submit(
    '429, retry-after 1 s',
    everywhere([2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([3, 0, 0, 0, 'AI_RetryError'], [12, 0, 0, 0, 'AI_RetryError']),
  ),
  submit('429, retry-after as a date', everywhere([2, 2, 2, 0, 'delivered'])),
  submit(
    '429, retry-after 120 s',
    everywhere([2, 2, 2, 0, 'delivered']),
    everywhere([3, 0, 0, 0, 'AI_RetryError']),
  ),
  submit(
    '500',
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [4, 0, 0, 0, 'AI_APICallError']),
  ),
  submit('501', xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered'])),
  submit(
    '502 as HTML',
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [4, 0, 0, 0, 'AI_APICallError']),
  ),
  submit(
    '503',
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [4, 0, 0, 0, 'AI_APICallError']),
  ),
  submit(
    '503, retry-after 1 s',
    everywhere([2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([3, 0, 0, 0, 'AI_RetryError'], [12, 0, 0, 0, 'AI_RetryError']),
  ),
  submit('504', xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered'])),
  submit('529', xaiAndCivitai([1, 0, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered'])),
  submit('redirect 307', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit('redirect 302', everywhere([1, 0, 0, 0, 'AI_APICallError'])),
  submit(
    '409 after the work was done',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [1, 2, 0, 2, 'AI_APICallError']),
  ),
  submit(
    '500 after the work was done',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [4, 2, 0, 2, 'AI_APICallError']),
  ),
  submit(
    '502 as HTML after the work was done',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
  ),
  submit(
    '503 after the work was done',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
  ),
  submit(
    '504 after the work was done',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [4, 2, 0, 2, 'AI_APICallError']),
  ),
  submit(
    '529 after the work was done',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
  ),
];

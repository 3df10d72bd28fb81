import { network, statuses } from './effects.ts';
import { polled, rowsAt } from './expect.ts';
import type { FaultRow } from './row.ts';

const poll = rowsAt('poll', { ...network, ...statuses });

/** Looks at a job that is started and paid. */
export const pollRows: readonly FaultRow[] = [
  poll(
    'DNS failure',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'connection refused',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'TLS error',
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'reset before it arrived',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'reset after it was accepted',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'body cut at 50 %',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'no headers until the timeout',
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    'half a body until the timeout',
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll('400', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll('401', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll('403', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll('404', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll('409', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll('413', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll('422 as text', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll(
    '429',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    '429, retry-after 1 s',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll('429, retry-after as a date', polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered'])),
  poll(
    '429, retry-after 120 s',
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    '500',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll('501', polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered'])),
  poll(
    '502 as HTML',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    '503',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    '503, retry-after 1 s',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll('504', polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered'])),
  poll('529', polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered'])),
  poll('redirect 307', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
  poll('redirect 302', polled([1, 2, 0, 2, 'AI_APICallError'], [1, 2, 0, 2, 'GenerationFailedError'])),
];

import type { Resume } from '@grok-image/core';
import { isAbort, type AnyRecoveryPort } from '@grok-image/middleware/internal';
import { orAbandon } from './abandon.ts';
import type { RouteCall } from './call.ts';
import { toMade } from './made.ts';
import { isAbsent, outcomeOfError, type Outcome } from './outcome.ts';

/**
 * Waits for what a request has brought that was started before. Pays nothing.
 *
 * @throws the abort reason
 */
export async function collect(
  port: AnyRecoveryPort,
  { model, params: { n }, abortSignal }: Pick<RouteCall, 'model' | 'params' | 'abortSignal'>,
  resume: Resume,
): Promise<Outcome> {
  try {
    return {
      kind: 'made',
      made: toMade(await orAbandon(port.collect(resume, { n }), abortSignal), model, n),
    };
  } catch (error) {
    if (isAbort(error, abortSignal)) throw error;
    const outcome = outcomeOfError(error);
    if (isAbsent(error)) return { kind: 'lost', reason: outcome.reason };
    // It was started, whatever became of this look.
    const isOver = outcome.kind === 'refused' || outcome.kind === 'failed' || outcome.kind === 'open';
    return isOver ? outcome : { kind: 'open', reason: outcome.reason, resume };
  }
}

import type { Exchange } from '../backend.ts';
import type { Effects } from '../faults.ts';
import { finalStatuses } from './facts.ts';
import { rejection } from './problem.ts';
import type { StepFault } from './step-fault.ts';

/** What the script has in store for a workflow that is about to start. */
export interface Scripted {
  readonly faults: readonly StepFault[];
  readonly statusShown: string | undefined;
}

/**
 * Uses up the scripted effects that apply to a submission.
 *
 * @throws {Problem} if moderation is scripted to refuse it.
 */
export function scriptedFaults(exchange: Exchange): Scripted {
  const steps = exchange.effect('stepFault')?.stepFault ?? [];
  const moderation = exchange.effect('moderate');
  const dropImages = exchange.effect('dropImages')?.dropImages;
  const status = exchange.effect('jobStatus')?.jobStatus;
  const outcome = finalStatuses.find(final => final === status);
  return {
    faults: [
      ...(moderation === undefined ? [] : [moderationFault(moderation)]),
      ...(dropImages === undefined ? [] : [{ dropImages }]),
      ...(outcome === undefined || outcome === 'succeeded' ? [] : [{ outcome }]),
      ...(Array.isArray(steps) ? steps : [steps]),
    ],
    statusShown: outcome === undefined ? status : undefined,
  };
}

function moderationFault({ moderate, items = [0, 1, 2, 3] }: Effects['moderate']): StepFault {
  switch (moderate) {
    case 'refuse':
      throw rejection('Prompt requires mature content but workflow does not allow it');
    case 'flag':
      return { blockImages: items };
    case 'empty':
      return { dropImages: 4 };
    case 'fail':
      return { outcome: 'blocked' };
    default:
      return moderate satisfies never;
  }
}

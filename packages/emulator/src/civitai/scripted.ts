import type { Exchange } from '../world/backend.ts';
import type { Effects } from '../faults/faults.ts';
import { finalStatuses } from './facts.ts';
import { textOf } from './json.ts';
import { type Problem, rejection } from './problem.ts';
import { moderationFaults, type StepFault } from './step-fault.ts';
import type { Submission } from './submission.ts';

/** What the script has in store for a workflow that is about to start. */
export interface Scripted {
  readonly faults: readonly StepFault[];
  readonly statusShown: string | undefined;
}

/**
 * Uses up the scripted effects that apply to a submission.
 *
 * @throws {Problem} if moderation is to refuse it, by script or by the word `#refuse` in a prompt.
 */
export function scriptedFaults(exchange: Exchange, { steps: templates }: Submission): Scripted {
  if (templates.some(({ input }) => textOf(input['prompt'])?.includes('#refuse') ?? false)) throw refusal();
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
      ...[steps].flat(),
    ],
    statusShown: outcome === undefined ? status : undefined,
  };
}

function moderationFault({ moderate, items }: Effects['moderate']): StepFault {
  if (moderate === 'refuse') throw refusal();
  return moderate === 'flag' && items !== undefined ? { blockImages: items } : moderationFaults[moderate];
}

/** The rejection of a prompt; the sentence is that of the web site's source, 2026. */
function refusal(): Problem {
  return rejection('Prompt requires mature content but workflow does not allow it');
}

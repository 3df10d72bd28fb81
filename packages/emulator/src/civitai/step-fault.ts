import type { Effects, StepFault } from '../faults/faults.ts';
import type { Exchange } from '../world/backend.ts';
import { finalStatuses, maxQuantity, type StepType } from './facts.ts';
import { textOf } from './json.ts';
import { type Problem, rejection } from './problem.ts';
import type { Submission } from './submission.ts';

const places = ['errors', 'step', 'metadata', 'none'] as const;

/** What a word such as `#error` or `#error=errors` in a prompt stands for. */
const triggers: Readonly<Record<string, (value: string) => StepFault>> = {
  error: value => ({ outcome: 'failed', reasonIn: places.find(place => place === value) ?? 'job' }),
  fail: () => moderationFaults.fail,
  flag: value => (value === '' ? moderationFaults.flag : { blockImages: toNumbers(value) }),
  'flag-one': () => ({ blockImages: [0] }),
  empty: () => moderationFaults.empty,
  expired: () => ({ outcome: 'expired' }),
  canceled: () => ({ outcome: 'canceled' }),
  stuck: () => ({ outcome: 'stuck' }),
  lose: value => ({ loseImages: toNumbers(value) }),
  drop: value => ({ dropImages: toNumbers(value)[0] ?? 1 }),
  mature: () => ({ mature: true }),
  ms: value => ({ stepMs: toNumbers(value)[0] ?? 0 }),
  queue: value => ({ queueMs: toNumbers(value)[0] ?? 0 }),
};

/** How moderation shows in a step. */
const moderationFaults: Readonly<Record<'flag' | 'empty' | 'fail', StepFault>> = {
  flag: { blockImages: Array.from({ length: maxQuantity }, (_, index) => index) },
  empty: { dropImages: maxQuantity },
  fail: { outcome: 'blocked' },
};

/** Everything that is to go wrong with a step: by script, and by trigger words in its prompt. */
export function faultOf(
  { type, name, index }: { readonly type: StepType; readonly name: string; readonly index: number },
  prompt: string,
  scripted: readonly StepFault[],
): StepFault {
  const byScript = scripted.filter(({ step }) =>
    step === undefined ? type === 'imageGen' : step === name || step === index,
  );
  const byTrigger = type === 'imageGen' ? readTriggers(prompt) : [];
  return Object.assign({}, ...byTrigger, ...byScript) satisfies StepFault;
}

function readTriggers(prompt: string): readonly StepFault[] {
  const words = prompt.matchAll(/#(flag-one|[a-z]+)(?:=(\w+(?:,\d+)*))?/g);
  return [...words].flatMap(([, word = '', value = '']) => {
    const trigger = Object.hasOwn(triggers, word) ? triggers[word] : undefined;
    return trigger === undefined ? [] : [trigger(value)];
  });
}

function toNumbers(value: string): readonly number[] {
  return (value.match(/\b\d+\b/g) ?? []).map(Number);
}

/**
 * Uses up the scripted effects that apply to a workflow that is about to start.
 *
 * @throws {Problem} if moderation is to refuse it, by script or by the word `#refuse` in a prompt.
 */
export function scriptedFaults(
  exchange: Exchange,
  { steps: templates }: Submission,
): { readonly faults: readonly StepFault[]; readonly statusShown?: string } {
  if (templates.some(({ input }) => textOf(input['prompt'])?.includes('#refuse') ?? false)) throw refusal();
  const steps = exchange.effect('stepFault')?.stepFault ?? [];
  const moderation = exchange.effect('moderate');
  const dropImages = exchange.effect('dropImages')?.dropImages;
  const status = exchange.effect('jobStatus')?.jobStatus;
  const outcome = finalStatuses.find(final => final === status);
  const faults = [
    ...(moderation === undefined ? [] : [moderationFault(moderation)]),
    ...(dropImages === undefined ? [] : [{ dropImages }]),
    ...(outcome === undefined || outcome === 'succeeded' ? [] : [{ outcome }]),
    ...[steps].flat(),
  ];
  return { faults, ...(outcome === undefined && status !== undefined ? { statusShown: status } : {}) };
}

function moderationFault({ moderate, items }: Effects['moderate']): StepFault {
  if (moderate === 'refuse') throw refusal();
  return moderate === 'flag' && items !== undefined ? { blockImages: items } : moderationFaults[moderate];
}

/** The rejection of a prompt; the sentence is that of the web site's source, 2026. */
function refusal(): Problem {
  return rejection('Prompt requires mature content but workflow does not allow it');
}

import { maxQuantity } from './facts.ts';
import type { StepType } from './facts.ts';

/** Where a failed step says why. Grok's reasons stand in its job; clients have to read all of them. */
export type ReasonPlace = 'job' | 'errors' | 'step' | 'metadata' | 'none';

/** How a step of a workflow goes wrong, or takes its time. */
export interface StepFault {
  /** Name or zero-based place of the step; every `imageGen` step if absent. */
  readonly step?: string | number;
  /** What becomes of it instead of success. `stuck` is never finished. */
  readonly outcome?: 'failed' | 'blocked' | 'expired' | 'canceled' | 'stuck';
  readonly reason?: string;
  /** `'job'` by default. */
  readonly reasonIn?: ReasonPlace;
  /** Zero-based images that are moderated away after they were made: billed, with a `blockedReason`. */
  readonly blockImages?: readonly number[];
  /** Zero-based images that are lost: `available: false`, refunded. */
  readonly loseImages?: readonly number[];
  /** So many images fewer, each with an entry in `errors`, refunded. */
  readonly dropImages?: number;
  /** Whether the images are mature. */
  readonly mature?: boolean;
  /** Milliseconds of processing. */
  readonly stepMs?: number;
  /** Milliseconds in the queue. */
  readonly queueMs?: number;
}

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
export const moderationFaults: Readonly<Record<'flag' | 'empty' | 'fail', StepFault>> = {
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
  return value
    .split(',')
    .filter(part => /^\d+$/.test(part))
    .map(Number);
}

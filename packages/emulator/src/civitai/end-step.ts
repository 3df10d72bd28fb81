import { notify } from './callbacks.ts';
import { type FinalStatus, finalStatuses, isFinal } from './facts.ts';
import { credit, payInYellow } from './money.ts';
import { problem, rejection } from './problem.ts';
import type { CivitaiState } from './state.ts';
import type { Effects, StepFault } from '../faults/faults.ts';
import type { Submission, WorkflowChanges } from './submission.ts';
import { rollUp, type Step, type Workflow } from './workflow.ts';
import type { Exchange } from '../world/backend.ts';
import { textOf } from './json.ts';

export interface Running {
  readonly state: CivitaiState;
  readonly workflow: Workflow;
  readonly step: Step;
}

export interface Why {
  readonly reason: string;
  readonly reasonIn?: StepFault['reasonIn'];
  readonly blockedReason?: string;
}

export function fail(running: Running, status: Exclude<FinalStatus, 'succeeded'>, why: Why): void {
  explain(running.step, why);
  close(running, status);
}

export function cancelWorkflow(
  state: CivitaiState,
  workflow: Workflow,
  isRefunded: (step: Step) => boolean = () => true,
): void {
  for (const step of workflow.steps) {
    if (isFinal(step.status)) continue;
    explain(step, { reason: 'canceled' });
    close({ state, workflow, step }, 'canceled', isRefunded(step));
  }
}

/** Throws 409 for a cancellation after the end, 400 for mature content without the Buzz for it. */
export function changeWorkflow(state: CivitaiState, workflow: Workflow, changes: WorkflowChanges): void {
  const { status, metadata, tags, allowMatureContent } = changes;
  if (status === 'canceled' && isFinal(workflow.status))
    throw problem(409, `The workflow is ${workflow.status} and can no longer be canceled.`);
  if (allowMatureContent === true && workflow.allowMatureContent !== true && !payInYellow(workflow))
    throw rejection('Mature content needs yellow Buzz, and there is too little of it.');
  workflow.allowMatureContent = allowMatureContent ?? workflow.allowMatureContent;
  workflow.metadata = metadata ?? workflow.metadata;
  workflow.tags = tags ?? workflow.tags;
  if (status === 'canceled') cancelWorkflow(state, workflow);
}

/** Rolls a step's change up, tells who wants to know, and wakes who waits for the end. */
export function update({ state, workflow, step }: Running): void {
  const before = workflow.status;
  workflow.status = rollUp(workflow.steps);
  const now = state.world.now();
  if (workflow.status === 'processing') workflow.startedAt ??= now;
  const isOver = isFinal(workflow.status);
  if (isOver) {
    workflow.completedAt = now;
    // Tips go back when there was nothing to tip for.
    if (workflow.steps.every(({ cost }) => cost === 0)) credit(workflow, Infinity, 0);
  }
  notify(state, workflow, step, before !== workflow.status);
  if (!isOver) return;
  for (const listener of state.endListeners) state.world.guard(() => listener(workflow), undefined);
  workflow.ended.abort();
}

export function close(
  running: Running,
  status: FinalStatus,
  isRefunded: boolean = status !== 'succeeded',
): void {
  const { state, workflow, step } = running;
  step.status = status;
  step.completedAt = state.world.now();
  if (isRefunded) {
    credit(workflow, step.cost, step.images);
    step.cost = 0;
  }
  update(running);
}

function explain(step: Step, { reason, reasonIn = 'job', blockedReason }: Why): void {
  const text = blockedReason === undefined ? reason : `${reason}: ${blockedReason}`;
  // Only the output of images has a list of errors.
  const place = reasonIn === 'errors' && step.template.type !== 'imageGen' ? 'job' : reasonIn;
  if (place === 'step') step.reason = text;
  if (place === 'errors') step.output = { ...step.output, errors: [text] };
  if (place === 'metadata') step.metadata = { ...step.metadata, error: text };
  if (place !== 'job') return;
  step.jobReason = reason;
  if (blockedReason !== undefined) step.blockedReason = blockedReason;
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

/** Most images of one step, whatever its engine. */
const maxQuantity = 12;

const moderationFaults: Readonly<Record<'flag' | 'empty' | 'fail', StepFault>> = {
  flag: { blockImages: Array.from({ length: maxQuantity }, (_, index) => index) },
  empty: { dropImages: maxQuantity },
  fail: { outcome: 'blocked' },
};

/** Everything that is to go wrong with a step: by script, and by trigger words in its prompt. */
export function faultOf({ steps, faults }: Workflow, step: Step): StepFault {
  const isImage = step.template.type === 'imageGen';
  const byScript = faults.filter(({ step: meant }) =>
    meant === undefined ? isImage : meant === step.name || meant === steps.indexOf(step),
  );
  const byTrigger = isImage ? readTriggers(textOf(step.input['prompt']) ?? '') : [];
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

/** Uses up the effects that apply to a workflow that is about to start. Throws if moderation is to refuse it. */
export function scriptedFaults(
  exchange: Exchange,
  { steps: templates }: Submission,
): Pick<Workflow, 'faults' | 'statusShown'> {
  if (templates.some(({ input }) => textOf(input['prompt'])?.includes('#refuse') ?? false)) throw refusal();
  const steps = exchange.effect('stepFault')?.stepFault ?? [];
  const moderation = exchange.effect('moderate');
  const dropImages = exchange.effect('dropImages');
  const status = exchange.effect('jobStatus')?.jobStatus;
  const outcome = finalStatuses.find(final => final === status);
  const every: StepFault = {
    ...(moderation && moderationFault(moderation)),
    ...(dropImages && { dropImages: dropImages.dropImages }),
    ...(outcome && outcome !== 'succeeded' && { outcome }),
  };
  return { faults: [every, ...[steps].flat()], statusShown: outcome === undefined ? status : undefined };
}

function moderationFault({ moderate, items }: Effects['moderate']): StepFault {
  if (moderate === 'refuse') throw refusal();
  return moderate === 'flag' && items !== undefined ? { blockImages: items } : moderationFaults[moderate];
}

/** The rejection of a prompt; the sentence is that of the web site's source, 2026. */
function refusal(): Error {
  return rejection('Prompt requires mature content but workflow does not allow it');
}

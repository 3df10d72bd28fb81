import { notify } from './callbacks.ts';
import { enhance } from './enhance.ts';
import { isMature } from './blob.ts';
import type { FinalStatus, Status } from './facts.ts';
import { inputRules } from './input-rules.ts';
import { isObject, objectOf, textOf } from './json.ts';
import { allowsMature, makeImages } from './make-images.ts';
import { credit, payInYellow } from './money.ts';
import { Problem } from './problem.ts';
import { resolveReferences } from './reference.ts';
import { renderStep } from './render.ts';
import { enforce } from './rules.ts';
import { SourceImageError } from './sources.ts';
import type { CivitaiState } from './state.ts';
import { faultOf, type StepFault } from './step-fault.ts';
import { isFinal, rollUp, type Step, type Workflow } from './workflow.ts';

/** Runs a workflow to its end. Steps that do not depend on each other run side by side. */
export async function runWorkflow(state: CivitaiState, workflow: Workflow): Promise<void> {
  const runs = new Map<Step, Promise<void>>();
  for (const step of workflow.steps) {
    const sources = step.template.dependencies.flatMap(name => findStep(workflow, name) ?? []);
    runs.set(step, runAfter(state, workflow, step, sources, runs));
  }
  await Promise.all(runs.values());
}

/** Finds a step by its name, or by its place: `$0`. */
export function findStep({ steps }: Workflow, name: string): Step | undefined {
  return steps.find(step => step.name === name) ?? steps.find((_, index) => `$${index}` === name);
}

/** Ends the steps that are still open; what they cost goes back if `refunds` says so. */
export function cancelWorkflow(
  state: CivitaiState,
  workflow: Workflow,
  refunds: (step: Step) => boolean = () => true,
): void {
  for (const step of workflow.steps) {
    if (!isFinal(step.status)) end(state, workflow, step, 'canceled', { reason: 'canceled' }, refunds(step));
  }
}

async function runAfter(
  state: CivitaiState,
  workflow: Workflow,
  step: Step,
  sources: readonly Step[],
  runs: ReadonlyMap<Step, Promise<void>>,
): Promise<void> {
  await Promise.all(sources.map(source => runs.get(source)));
  if (state.signal.aborted || isFinal(step.status)) return;
  if (sources.some(source => source.status !== 'succeeded')) {
    end(state, workflow, step, 'canceled', { reason: 'canceled' });
    return;
  }
  step.input = resolveInput(state, workflow, step);
  const { template } = step;
  const index = workflow.steps.indexOf(step);
  const fault = faultOf(
    { type: template.type, name: step.name, index },
    textOf(step.input['prompt']) ?? '',
    workflow.faults,
  );
  await work(state, workflow, step, fault);
}

/** Takes a step through its phases: loaded, queued, processed, ended. */
async function work(state: CivitaiState, workflow: Workflow, step: Step, fault: StepFault): Promise<void> {
  const { settings } = state;
  const runMs = step.template.type === 'imageGen' ? settings.stepMs : settings.enhanceMs;
  const lasts = fault.stepMs ?? runMs;
  const limit = timeSpan(step.template.timeout);
  if (settings.prepareMs > 0 && !(await spend(state, workflow, step, 'preparing', settings.prepareMs)))
    return;
  if (!(await spend(state, workflow, step, 'scheduled', fault.queueMs ?? settings.queueMs))) return;
  const isStuck = fault.outcome === 'stuck';
  const isLate = limit < (isStuck ? Infinity : lasts);
  if (!(await spend(state, workflow, step, 'processing', isLate ? limit : lasts))) return;
  if (isLate) return end(state, workflow, step, 'expired', { reason: 'timeout' });
  if (isStuck) return undefined;
  return conclude(state, workflow, step, fault);
}

/** Spends time in a status; `false` if the step was ended meanwhile. */
async function spend(
  state: CivitaiState,
  workflow: Workflow,
  step: Step,
  status: Status,
  milliseconds: number,
): Promise<boolean> {
  step.status = status;
  step.phase = { at: state.world.now(), lasts: milliseconds };
  if (status === 'processing') step.startedAt = state.world.now();
  update(state, workflow, step);
  await state.world.sleep(milliseconds, workflow.ended.signal);
  return !state.signal.aborted && !isFinal(step.status);
}

async function conclude(
  state: CivitaiState,
  workflow: Workflow,
  step: Step,
  fault: StepFault,
): Promise<void> {
  try {
    enforce(inputRules[step.template.type], step.input, false);
    step.output =
      step.template.type === 'imageGen'
        ? await makeImages(state, workflow, step, fault)
        : { plain: enhance(step.input) };
  } catch (error) {
    if (!(error instanceof SourceImageError) && !(error instanceof Problem)) throw error;
    const reason = error instanceof Problem ? `Invalid input: ${error.body}` : error.message;
    return end(state, workflow, step, 'failed', { reason });
  }
  if (state.signal.aborted || isFinal(step.status)) return undefined;
  return endAsPlanned(state, workflow, step, fault);
}

function endAsPlanned(state: CivitaiState, workflow: Workflow, step: Step, fault: StepFault): void {
  const { outcome, reason, reasonIn } = fault;
  switch (outcome) {
    case 'failed':
      return end(state, workflow, step, 'failed', {
        reason: reason ?? 'Provider returned 500: internal error',
        reasonIn: reasonIn ?? 'job',
      });
    case 'blocked':
      return end(state, workflow, step, 'failed', {
        reason: 'blocked',
        reasonIn: reasonIn ?? 'job',
        blockedReason: reason ?? 'Generated image rejected by content moderation.',
      });
    case 'expired':
      return end(state, workflow, step, 'expired', { reason: reason ?? 'expired' });
    case 'canceled':
      return end(state, workflow, step, 'canceled', { reason: reason ?? 'canceled' });
    case 'stuck':
    case undefined:
      return succeed(state, workflow, step);
    default:
      return outcome satisfies never;
  }
}

function succeed(state: CivitaiState, workflow: Workflow, step: Step): void {
  const blobs = step.output?.blobs ?? [];
  const needsMature = blobs.some(blob => isMature(blob.nsfwLevel)) && !allowsMature(workflow);
  if (needsMature && workflow.submission.upgradeMode === 'automatic') {
    if (!payInYellow(workflow)) {
      const blockedReason = 'Mature content needs yellow Buzz, and there is too little of it.';
      return end(state, workflow, step, 'failed', { reason: 'blocked', blockedReason });
    }
    workflow.allowMatureContent = true;
  }
  if (step.images > 0) refundMissing(workflow, step);
  return end(state, workflow, step, 'succeeded', {});
}

/** Gives back what images cost that were not made or were lost; moderated ones stay billed. */
function refundMissing(workflow: Workflow, step: Step): void {
  const blobs = step.output?.blobs ?? [];
  const lost = blobs.filter(blob => !blob.available && blob.blockedReason === undefined).length;
  const missing = step.images - blobs.length;
  const price = step.cost / step.images;
  workflow.lostBlobsRefund += Math.round(price * lost);
  const amount = Math.round(price * (lost + missing));
  if (amount === 0) return;
  step.cost -= amount;
  credit(workflow, amount, lost + missing);
}

interface Why {
  readonly reason?: string;
  readonly reasonIn?: StepFault['reasonIn'];
  readonly blockedReason?: string;
}

function end(
  state: CivitaiState,
  workflow: Workflow,
  step: Step,
  status: FinalStatus,
  why: Why,
  refunds = status !== 'succeeded',
): void {
  step.status = status;
  step.completedAt = state.world.now();
  if (status !== 'succeeded') explain(step, why);
  if (refunds) {
    const images = step.images;
    const amount = step.cost;
    step.cost = 0;
    credit(workflow, amount, images);
  }
  update(state, workflow, step);
}

/** Puts the reason in the one place that was asked for. */
function explain(step: Step, { reason, reasonIn = 'job', blockedReason }: Why): void {
  if (reason === undefined || reasonIn === 'none') return;
  const text = blockedReason === undefined || reasonIn === 'job' ? reason : `${reason}: ${blockedReason}`;
  if (reasonIn === 'errors') step.output = { ...step.output, errors: [text] };
  else if (reasonIn === 'step') step.reason = text;
  else if (reasonIn === 'metadata') step.metadata = { ...step.metadata, error: text };
  else {
    step.jobReason = text;
    if (blockedReason !== undefined) step.blockedReason = blockedReason;
  }
}

/** Rolls a step's change up, tells who wants to know, and wakes who waits for the end. */
function update(state: CivitaiState, workflow: Workflow, step: Step): void {
  const before = workflow.status;
  workflow.status = rollUp(workflow.steps);
  const now = state.world.now();
  if (workflow.status === 'processing') workflow.startedAt ??= now;
  if (isFinal(workflow.status)) workflow.completedAt = now;
  notify(state, workflow, step, before !== workflow.status);
  if (!isFinal(workflow.status)) return;
  for (const listener of state.endListeners) listener(workflow);
  workflow.ended.abort();
}

function resolveInput(state: CivitaiState, workflow: Workflow, step: Step): Step['input'] {
  const view = { site: workflow.site, hideMature: false };
  const resolved = resolveReferences(step.input, name => {
    if (name === '$arguments') return workflow.submission.arguments;
    const source = findStep(workflow, name);
    return source === undefined ? undefined : renderStep(state, source, view);
  });
  return isObject(resolved) ? objectOf(resolved) : {};
}

/** Milliseconds of a .NET time span such as `00:10:00` or `1.00:00:00.5`; without one, no limit. */
function timeSpan(text: string | undefined): number {
  const parts = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (parts === null) return Infinity;
  const [, days = '0', hours, minutes, seconds] = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
}

import { notify } from './callbacks.ts';
import type { FinalStatus } from './facts.ts';
import { credit, paidBy } from './money.ts';
import type { CivitaiState } from './state.ts';
import type { StepFault } from './step-fault.ts';
import { isFinal, rollUp, type Step, type Workflow } from './workflow.ts';

/** A step on its way, and what it belongs to. */
export interface Running {
  readonly state: CivitaiState;
  readonly workflow: Workflow;
  readonly step: Step;
}

/** Why a step did not succeed, and where that is to stand. */
export interface Why {
  readonly reason: string;
  readonly reasonIn?: StepFault['reasonIn'];
  readonly blockedReason?: string;
}

/** Ends a step well. */
export function succeed(running: Running): void {
  close(running, 'succeeded');
}

/** Ends a step badly, and gives back what it cost. */
export function fail(running: Running, status: Exclude<FinalStatus, 'succeeded'>, why: Why): void {
  explain(running.step, why);
  close(running, status);
}

/** Ends the steps that are still open; what they cost goes back if `isRefunded` says so. */
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

/** Rolls a step's change up, tells who wants to know, and wakes who waits for the end. */
export function update({ state, workflow, step }: Running): void {
  const before = workflow.status;
  workflow.status = rollUp(workflow.steps);
  const now = state.world.now();
  if (workflow.status === 'processing') workflow.startedAt ??= now;
  const isOver = isFinal(workflow.status);
  if (isOver) {
    workflow.completedAt = now;
    if (workflow.steps.every(({ cost }) => cost === 0)) refundRest(workflow);
  }
  notify(state, workflow, step, before !== workflow.status);
  if (!isOver) return;
  for (const listener of state.endListeners) listener(workflow);
  workflow.ended.abort();
}

function close(running: Running, status: FinalStatus, isRefunded = status !== 'succeeded'): void {
  const { state, workflow, step } = running;
  step.status = status;
  step.completedAt = state.world.now();
  if (isRefunded) {
    credit(workflow, step.cost, step.images);
    step.cost = 0;
  }
  update(running);
}

/** Tips go back when there was nothing to tip for. */
function refundRest(workflow: Workflow): void {
  const { blue, green, yellow, fakeRed } = paidBy(workflow);
  credit(workflow, blue + green + yellow + fakeRed, 0);
}

/** Puts the reason in the one place that was asked for. */
function explain(step: Step, { reason, reasonIn = 'job', blockedReason }: Why): void {
  const text = blockedReason === undefined ? reason : `${reason}: ${blockedReason}`;
  // Only the output of images has a list of errors.
  const place = reasonIn === 'errors' && step.template.type !== 'imageGen' ? 'job' : reasonIn;
  switch (place) {
    case 'job':
      step.jobReason = reason;
      if (blockedReason !== undefined) step.blockedReason = blockedReason;
      return;
    case 'errors':
      step.output = { ...step.output, errors: [text] };
      return;
    case 'step':
      step.reason = text;
      return;
    case 'metadata':
      step.metadata = { ...step.metadata, error: text };
      return;
    case 'none':
      return;
    default:
      place satisfies never;
  }
}

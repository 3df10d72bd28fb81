import { notify } from './callbacks.ts';
import type { FinalStatus } from './facts.ts';
import { credit, payInYellow } from './money.ts';
import { problem, rejection } from './problem.ts';
import type { CivitaiState } from './state.ts';
import type { StepFault } from '../faults/faults.ts';
import type { WorkflowChanges } from './submission.ts';
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

/**
 * Applies the changes of a valid `UpdateWorkflowRequest`.
 *
 * @throws {Problem} 409 if it is canceled after its end, 400 if mature content is asked for without the Buzz for it.
 */
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

/** Ends a step; what it cost goes back, unless it ended well or `isRefunded` says otherwise. */
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

/** Puts the reason in the one place that was asked for. */
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

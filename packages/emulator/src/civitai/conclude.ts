import { isMature } from './blob.ts';
import { findingsOf } from './check.ts';
import { fail, type Running, succeed } from './end-step.ts';
import { enhance } from './enhance.ts';
import { inputSchemas } from './inputs.ts';
import { allowsMature, makeImages } from './make-images.ts';
import { credit, payInYellow } from './money.ts';
import { SourceImageError } from './sources.ts';
import type { StepFault } from './step-fault.ts';
import { isFinal, type StepOutput } from './workflow.ts';

/** Ends a step whose time is over: with its output, or with what goes wrong. */
export async function conclude(running: Running, fault: StepFault): Promise<void> {
  const output = await makeOutput(running, fault);
  const { state, step } = running;
  if (state.signal.aborted || isFinal(step.status)) return undefined;
  if (typeof output === 'string') return fail(running, 'failed', { reason: output });
  return endAsPlanned(running, output, fault);
}

/** The output, or the reason why there is none. */
async function makeOutput(
  { state, workflow, step }: Running,
  fault: StepFault,
): Promise<StepOutput | string> {
  // What a reference has put in place was not there when the submission was checked.
  const [wrong] = findingsOf(inputSchemas[step.template.type], step.input, 'input').values();
  if (wrong !== undefined) return `Invalid input: ${wrong.join(', ')}`;
  try {
    if (step.template.type === 'promptEnhancement') return { plain: enhance(step.input) };
    return await makeImages(state, workflow, step, fault);
  } catch (error) {
    if (error instanceof SourceImageError) return error.message;
    throw error;
  }
}

function endAsPlanned(running: Running, output: StepOutput, fault: StepFault): void {
  const { outcome, reason, reasonIn = 'job' } = fault;
  // Seen in answers of the live service: a step that failed may list its images, none of them available.
  if (output.blobs !== undefined || outcome === undefined) running.step.output = output;
  switch (outcome) {
    case 'failed':
      return fail(running, outcome, { reason: reason ?? 'Provider returned 500: internal error', reasonIn });
    case 'blocked': {
      const blockedReason = reason ?? 'Generated image rejected by content moderation.';
      return fail(running, 'failed', { reason: 'blocked', reasonIn, blockedReason });
    }
    case 'expired':
    case 'canceled':
      return fail(running, outcome, { reason: reason ?? outcome, reasonIn });
    case 'stuck':
    case undefined:
      return deliver(running);
    default:
      return outcome satisfies never;
  }
}

function deliver(running: Running): void {
  const { workflow, step } = running;
  const blobs = step.output?.blobs ?? [];
  const isForbidden = blobs.some(blob => isMature(blob.nsfwLevel)) && !allowsMature(workflow);
  if (isForbidden && workflow.submission.upgradeMode === 'automatic') {
    if (!payInYellow(workflow)) {
      const blockedReason = 'Mature content needs yellow Buzz, and there is too little of it.';
      return fail(running, 'failed', { reason: 'blocked', blockedReason });
    }
    workflow.allowMatureContent = true;
  }
  if (step.images > 0) refundMissing(running);
  return succeed(running);
}

/** Gives back what images cost that were not made or were lost; moderated ones stay billed. */
function refundMissing({ workflow, step }: Running): void {
  const blobs = step.output?.blobs ?? [];
  const lost = blobs.filter(blob => !blob.available && blob.blockedReason === undefined).length;
  const missing = step.images - blobs.length;
  const price = step.cost / step.images;
  const amount = Math.round(price * (lost + missing));
  if (amount === 0) return;
  workflow.lostBlobsRefund += Math.round(price * lost);
  step.cost -= amount;
  credit(workflow, amount, lost + missing);
}

import type { CivitaiState } from './state.ts';
import { findingsOf } from './check.ts';
import { close, fail, faultOf, type Running, update } from './end-step.ts';
import { isFinal, isMature, type Status } from './facts.ts';
import { inputSchemas } from './inputs.ts';
import { type JsonObject, objectOf, resolveReferences, textOf } from './json.ts';
import { allowsMature, makeImages, SourceImageError } from './make-images.ts';
import { credit, payInYellow } from './money.ts';
import { renderStep } from './render.ts';
import type { StepFault } from '../faults/faults.ts';
import { findStep, type Step, type StepOutput, type Workflow } from './workflow.ts';

/** Runs a workflow to its end. Steps that do not depend on each other run side by side. */
export async function runWorkflow(state: CivitaiState, workflow: Workflow): Promise<void> {
  const runs = new Map<Step, Promise<void>>();
  for (const step of workflow.steps) {
    const sources = step.template.dependencies.flatMap(name => findStep(workflow, name) ?? []);
    const ready = Promise.all(sources.map(source => runs.get(source)));
    const run = ready.then(() => runStep({ state, workflow, step }, sources));
    runs.set(step, run);
  }
  await Promise.all(runs.values());
}

async function runStep(running: Running, sources: readonly Step[]): Promise<void> {
  const { state, workflow, step } = running;
  if (isOver(running)) return undefined;
  if (sources.some(source => source.status !== 'succeeded'))
    return fail(running, 'canceled', { reason: 'canceled' });
  await state.world.sleep(state.settings.assignMs, workflow.ended.signal);
  if (isOver(running)) return undefined;
  const resolved = resolveReferences(step.input, name => {
    const source = findStep(workflow, name);
    return name === '$arguments'
      ? workflow.submission.arguments
      : source && renderStep(state, source, workflow);
  });
  step.input = objectOf(resolved);
  return work(running, faultOf(workflow, step));
}

function isOver({ state, step }: Running): boolean {
  return state.signal.aborted || isFinal(step.status);
}

async function work(running: Running, fault: StepFault): Promise<void> {
  const { settings } = running.state;
  const { type, timeout } = running.step.template;
  const lasts = fault.stepMs ?? (type === 'imageGen' ? settings.stepMs : settings.enhanceMs);
  const isStuck = fault.outcome === 'stuck';
  const limit = timeSpan(timeout);
  const isLate = limit < (isStuck ? Infinity : lasts);
  if (settings.prepareMs > 0 && !(await spend(running, 'preparing', settings.prepareMs))) return undefined;
  if (!(await spend(running, 'scheduled', fault.queueMs ?? settings.queueMs))) return undefined;
  if (!(await spend(running, 'processing', isLate ? limit : lasts))) return undefined;
  if (isLate) return fail(running, 'expired', { reason: 'timeout' });
  return isStuck ? undefined : conclude(running, fault);
}

/** Spends time in a status; `false` if the step was ended meanwhile. */
async function spend(running: Running, status: Status, milliseconds: number): Promise<boolean> {
  const { state, workflow, step } = running;
  step.status = status;
  step.phase = { at: state.world.now(), lasts: milliseconds };
  if (status === 'processing') step.startedAt = state.world.now();
  update(running);
  await state.world.sleep(milliseconds, workflow.ended.signal);
  return !isOver(running);
}

/** Milliseconds of a .NET time span such as `00:10:00` or `1.00:00:00.5`; without one, no limit. */
function timeSpan(text: string | undefined): number {
  const parts = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (parts === null) return Infinity;
  const [, days = '0', hours, minutes, seconds] = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
}

async function conclude(running: Running, fault: StepFault): Promise<void> {
  const output = await makeOutput(running, fault);
  if (isOver(running)) return undefined;
  if (typeof output === 'string') return fail(running, 'failed', { reason: output });
  const { outcome, reason, reasonIn = 'job' } = fault;
  // Seen in answers of the live service: a step that failed may list its images, none of them available.
  if (output.blobs !== undefined || outcome === undefined) running.step.output = output;
  if (outcome === undefined || outcome === 'stuck') return deliver(running);
  if (outcome === 'blocked') {
    const blockedReason = reason ?? 'Generated image rejected by content moderation.';
    return fail(running, 'failed', { reason: 'blocked', reasonIn, blockedReason });
  }
  const usual = outcome === 'failed' ? 'Provider returned 500: internal error' : outcome;
  return fail(running, outcome, { reason: reason ?? usual, reasonIn });
}

async function makeOutput(
  { state, workflow, step }: Running,
  fault: StepFault,
): Promise<StepOutput | string> {
  // What a reference has put in place was not there when the submission was checked.
  const [wrong] = Object.entries(findingsOf(inputSchemas[step.template.type], step.input, 'input'));
  if (wrong !== undefined) return wrong.flat().join(': ');
  try {
    if (step.template.type === 'promptEnhancement') return { plain: enhance(step.input) };
    return await makeImages(state, workflow, step, fault);
  } catch (error) {
    if (error instanceof SourceImageError) return error.message;
    // A mistake of the emulator itself: whoever waits is answered, and the test hears of it.
    state.world.report(error);
    return 'internal error';
  }
}

function deliver(running: Running): void {
  const { workflow, step } = running;
  const blobs = step.output?.blobs ?? [];
  const isForbidden = blobs.some(blob => isMature(blob.nsfwLevel)) && !allowsMature(workflow);
  if (isForbidden && workflow.submission.upgradeMode === 'automatic') {
    const blockedReason = 'Mature content needs yellow Buzz, and there is too little of it.';
    if (!payInYellow(workflow)) return fail(running, 'failed', { reason: 'blocked', blockedReason });
    workflow.allowMatureContent = true;
  }
  if (step.images > 0) refundMissing(running);
  return close(running, 'succeeded');
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

const details =
  'soft natural light, rich texture and fine detail, balanced composition with a clear subject, harmonious colors';

/** `PromptEnhancementOutput` of the OpenAPI document v2, 2026-08-20. The same prompt always gives the same text. */
function enhance({ prompt: given, negativePrompt, instruction = '' }: JsonObject): JsonObject {
  const prompt = String(given).trim();
  const short = { description: 'The prompt is short and leaves much open.', severity: 'info' };
  const negative = textOf(negativePrompt);
  return {
    issues: prompt.split(/\s+/).length < 4 ? [short] : [],
    recommendations: ['Say what the light is like.', 'Name the style of the picture.'],
    enhancedPrompt: [prompt.replace(/[.,]+$/, ''), details, instruction].filter(Boolean).join(', '),
    enhancedNegativePrompt: negative && `${negative}, blurry, low quality`,
  };
}

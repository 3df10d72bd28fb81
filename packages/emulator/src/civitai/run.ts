import { conclude } from './conclude.ts';
import { fail, type Running, update } from './end-step.ts';
import type { Status } from './facts.ts';
import { objectOf, textOf } from './json.ts';
import { resolveReferences } from './reference.ts';
import { renderStep } from './render.ts';
import type { CivitaiState } from './state.ts';
import { faultOf, type StepFault } from './step-fault.ts';
import { timeSpan } from './time-span.ts';
import { findStep, isFinal, type Step, type Workflow } from './workflow.ts';

/** Runs a workflow to its end. Steps that do not depend on each other run side by side. */
export async function runWorkflow(state: CivitaiState, workflow: Workflow): Promise<void> {
  const runs = new Map<Step, Promise<void>>();
  for (const step of workflow.steps) {
    const sources = step.template.dependencies.flatMap(name => findStep(workflow, name) ?? []);
    const ready = Promise.all(sources.map(source => runs.get(source)));
    runs.set(
      step,
      ready.then(() => runStep({ state, workflow, step }, sources)),
    );
  }
  await Promise.all(runs.values());
}

async function runStep(running: Running, sources: readonly Step[]): Promise<void> {
  const { state, workflow, step } = running;
  if (state.signal.aborted || isFinal(step.status)) return undefined;
  if (sources.some(source => source.status !== 'succeeded'))
    return fail(running, 'canceled', { reason: 'canceled' });
  await state.world.sleep(state.settings.assignMs, workflow.ended.signal);
  if (state.signal.aborted || isFinal(step.status)) return undefined;
  step.input = resolveInput(running);
  const place = { type: step.template.type, name: step.name, index: workflow.steps.indexOf(step) };
  return work(running, faultOf(place, textOf(step.input['prompt']) ?? '', workflow.faults));
}

/** Takes a step through its phases: loaded, queued, processed. */
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
  return !state.signal.aborted && !isFinal(step.status);
}

function resolveInput({ state, workflow, step }: Running): Step['input'] {
  const view = { site: workflow.site, hideMature: false };
  const resolved = resolveReferences(step.input, name => {
    if (name === '$arguments') return workflow.submission.arguments;
    const source = findStep(workflow, name);
    return source === undefined ? undefined : renderStep(state, source, view);
  });
  return objectOf(resolved);
}

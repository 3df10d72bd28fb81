import type { JsonObject } from './json.ts';
import { progressOf, renderOutput, toDate } from './render.ts';
import type { CivitaiState } from './state.ts';
import type { Callback } from './submission.ts';
import type { Step, Workflow } from './workflow.ts';

/** How long a receiver may take, in milliseconds. */
const timeoutMs = 10_000;

/** Deliveries of one workflow follow each other. */
const queues = new WeakMap<Workflow, Promise<void>>();

/** Statuses that the `type` of a callback can name. */
const told = new Set(['unassigned', 'processing', 'succeeded', 'failed', 'expired', 'canceled']);

/**
 * Tells the subscribers of a workflow that a step has a new status, or the workflow itself, or both.
 */
export function notify(
  state: CivitaiState,
  workflow: Workflow,
  step: Step | undefined,
  isNew: boolean,
): void {
  for (const callback of workflow.submission.callbacks) {
    const events = [
      ...(step === undefined
        ? []
        : [jobEvent(state, workflow, step), stepEvent(state, workflow, step, callback)]),
      ...(isNew ? [workflowEvent(state, workflow, callback)] : []),
    ];
    for (const event of events) {
      const isWanted = [`${event.$type}:${event.status}`, `${event.$type}:*`].some(type =>
        callback.type.includes(type),
      );
      if (!told.has(event.status) || !isWanted) continue;
      const previous = queues.get(workflow) ?? Promise.resolve();
      const delivery = previous.then(() => deliver(state, callback.url, event));
      queues.set(workflow, delivery);
      state.world.guard(() => delivery, undefined);
    }
  }
}

interface Event extends JsonObject {
  readonly $type: 'workflow' | 'step' | 'job';
  readonly status: string;
}

/** Posts an event, and again after a while if the receiver does not say 2xx. */
async function deliver(state: CivitaiState, url: string, event: Event): Promise<void> {
  for (const [index, pause] of [0, ...state.settings.callbackRetryMs].entries()) {
    await state.world.sleep(pause);
    if (state.signal.aborted) return;
    const status = await post(state, url, event);
    const attempt = { url, event, attempt: index + 1 };
    state.callbacks.push(status === undefined ? attempt : { ...attempt, status });
    if (status !== undefined && status >= 200 && status < 300) return;
  }
}

async function post(state: CivitaiState, url: string, event: Event): Promise<number | undefined> {
  try {
    const response = await state.world.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      signal: AbortSignal.any([state.signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // An unreachable receiver is recorded as an attempt without a status; there is nobody else to tell.
    return undefined;
  }
}

function workflowEvent(state: CivitaiState, workflow: Workflow, { detailed }: Callback): Event {
  const { id, status, metadata, submission, steps } = workflow;
  const details = {
    metadata,
    arguments: submission.arguments,
    createdAt: toDate(workflow.createdAt),
    ...timesOf(workflow),
    steps: steps.map(step => ({
      ...detailsOf(state, workflow, step),
      name: step.name,
      status: step.status,
      cost: step.cost,
    })),
  };
  const event: Event = { $type: 'workflow', workflowId: id, status, timestamp: toDate(state.world.now()) };
  return detailed === true ? { ...event, details } : event;
}

function stepEvent(state: CivitaiState, workflow: Workflow, step: Step, { detailed }: Callback): Event {
  const event: Event = { $type: 'step', workflowId: workflow.id, name: step.name, status: step.status };
  const progress = { estimatedProgressRate: progressOf(state, step), retries: 0 };
  return detailed === true
    ? { ...event, details: { ...progress, ...detailsOf(state, workflow, step) } }
    : event;
}

function jobEvent(state: CivitaiState, { id }: Workflow, step: Step): Event {
  return {
    $type: 'job',
    workflowId: id,
    stepName: step.name,
    jobId: step.jobId,
    status: step.status,
    progress: progressOf(state, step),
    reason: step.jobReason,
    blockedReason: step.blockedReason,
  };
}

function detailsOf(state: CivitaiState, { site }: Workflow, step: Step): JsonObject {
  const { metadata, input, output } = step;
  const shown = output === undefined ? undefined : renderOutput(state, output, { site, hideMature: false });
  return { ...timesOf(step), metadata, input, output: shown };
}

function timesOf({ startedAt, completedAt }: Step | Workflow): JsonObject {
  return { startedAt: toDate(startedAt), completedAt: toDate(completedAt) };
}

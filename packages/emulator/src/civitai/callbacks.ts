import type { Callback } from './submission.ts';
import type { JsonObject } from './json.ts';
import { progressOf, renderOutput, toDate } from './render.ts';
import type { CivitaiState } from './state.ts';
import type { Step, Workflow } from './workflow.ts';

/** How long a receiver may take, in milliseconds. */
const timeoutMs = 10_000;

/** Deliveries of one workflow follow each other. */
const queues = new WeakMap<Workflow, Promise<void>>();

/** Tells the subscribers of a workflow that a step, and perhaps the workflow, has a new status. */
export function notify(state: CivitaiState, workflow: Workflow, step: Step, isWorkflowNew: boolean): void {
  for (const callback of workflow.submission.callbacks) {
    const events = [
      { name: `job:${step.status}`, body: jobEvent(state, workflow, step) },
      { name: `step:${step.status}`, body: stepEvent(state, workflow, step, callback) },
      ...(isWorkflowNew ? [created(state, workflow, callback)] : []),
    ];
    for (const event of events) enqueue(state, workflow, callback, event);
  }
}

/** Tells the subscribers of a workflow that there is one. */
export function announce(state: CivitaiState, workflow: Workflow): void {
  for (const callback of workflow.submission.callbacks)
    enqueue(state, workflow, callback, created(state, workflow, callback));
}

interface Event {
  readonly name: string;
  readonly body: JsonObject;
}

/** Statuses that the `type` of a callback can name. */
const told = new Set(['unassigned', 'processing', 'succeeded', 'failed', 'expired', 'canceled']);

function enqueue(state: CivitaiState, workflow: Workflow, callback: Callback, event: Event): void {
  const [source = '', status = ''] = event.name.split(':');
  const isWanted = callback.type.includes(event.name) || callback.type.includes(`${source}:*`);
  if (!told.has(status) || !isWanted) return;
  const previous = queues.get(workflow) ?? Promise.resolve();
  queues.set(
    workflow,
    previous.then(() => deliver(state, callback.url, event.body)),
  );
}

/** Posts an event, and again after a while if the receiver does not say 2xx. */
async function deliver(state: CivitaiState, url: string, event: JsonObject): Promise<void> {
  for (const [index, pause] of [0, ...state.settings.callbackRetryMs].entries()) {
    await state.world.sleep(pause);
    if (state.signal.aborted) return;
    const status = await post(state, url, event);
    const attempt = { url, event, attempt: index + 1 };
    state.callbacks.push(status === undefined ? attempt : { ...attempt, status });
    if (status !== undefined && status >= 200 && status < 300) return;
  }
}

async function post(state: CivitaiState, url: string, event: JsonObject): Promise<number | undefined> {
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

function created(state: CivitaiState, workflow: Workflow, { detailed }: Callback): Event {
  const { id, status, metadata, submission } = workflow;
  const details = {
    metadata,
    arguments: submission.arguments,
    createdAt: toDate(workflow.createdAt),
    completedAt: toDate(workflow.completedAt),
    startedAt: toDate(workflow.startedAt),
    steps: workflow.steps.map(step => ({
      name: step.name,
      status: step.status,
      startedAt: toDate(step.startedAt),
      completedAt: toDate(step.completedAt),
      metadata: step.metadata,
      input: step.input,
      output: outputOf(state, workflow, step),
      cost: step.cost,
    })),
  };
  return {
    name: `workflow:${status}`,
    body: {
      $type: 'workflow',
      workflowId: id,
      status,
      timestamp: toDate(state.world.now()),
      ...(detailed === true ? { details } : {}),
    },
  };
}

function stepEvent(state: CivitaiState, workflow: Workflow, step: Step, { detailed }: Callback): JsonObject {
  const details = {
    startedAt: toDate(step.startedAt),
    completedAt: toDate(step.completedAt),
    estimatedProgressRate: progressOf(state, step),
    retries: 0,
    metadata: step.metadata,
    input: step.input,
    output: outputOf(state, workflow, step),
  };
  return {
    $type: 'step',
    workflowId: workflow.id,
    name: step.name,
    status: step.status,
    ...(detailed === true ? { details } : {}),
  };
}

function jobEvent(state: CivitaiState, { id }: Workflow, step: Step): JsonObject {
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

function outputOf(state: CivitaiState, { site }: Workflow, { output }: Step): JsonObject | undefined {
  return output === undefined ? undefined : renderOutput(state, output, { site, hideMature: false });
}

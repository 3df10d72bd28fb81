import type { JsonObject } from './json.ts';
import { progressOf, renderOutput, timesOf, toDate } from './render.ts';
import type { CivitaiState } from './state.ts';
import type { Step, Workflow } from './workflow.ts';

const receiverTimeoutMs = 10_000;

/** Statuses that the `type` of a callback can name. */
const told = new Set(['unassigned', 'processing', 'succeeded', 'failed', 'expired', 'canceled']);

interface Event extends JsonObject {
  readonly $type: 'workflow' | 'step' | 'job';
  readonly status: string;
  /** For who asked for them. */
  readonly details?: JsonObject | undefined;
}

/** Tells the subscribers of a workflow that a step has a new status, or the workflow itself, or both. */
export function notify(
  state: CivitaiState,
  workflow: Workflow,
  step: Step | undefined,
  isNew: boolean,
): void {
  const events = step === undefined ? [] : stepEvents(state, workflow, step);
  if (isNew) events.push(workflowEvent(state, workflow));
  for (const { url, type, detailed } of workflow.submission.callbacks) {
    for (const { details, ...event } of events) {
      const isWanted = type.includes(`${event.$type}:${event.status}`) || type.includes(`${event.$type}:*`);
      if (!told.has(event.status) || !isWanted) continue;
      const shown = detailed === true ? { ...event, details } : event;
      const delivery = workflow.deliveries.then(() => deliver(state, url, shown));
      workflow.deliveries = delivery;
      state.world.guard(() => delivery, undefined);
    }
  }
}

async function deliver(state: CivitaiState, url: string, event: JsonObject): Promise<void> {
  for (const [index, pause] of [0, ...state.settings.callbackRetryMs].entries()) {
    await state.world.sleep(pause);
    if (state.signal.aborted) return;
    // An unreachable receiver is recorded as an attempt without a status; there is nobody else to tell.
    const status = await post(state, url, event).catch(() => undefined);
    const attempt = { url, event, attempt: index + 1 };
    state.callbacks.push(status === undefined ? attempt : { ...attempt, status });
    if (status !== undefined && status >= 200 && status < 300) return;
  }
}

async function post({ world, signal }: CivitaiState, url: string, event: JsonObject): Promise<number> {
  const response = await world.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
    signal: AbortSignal.any([signal, AbortSignal.timeout(receiverTimeoutMs)]),
  });
  await response.arrayBuffer();
  return response.status;
}

function workflowEvent(state: CivitaiState, workflow: Workflow): Event {
  const { id: workflowId, status, metadata, submission, createdAt, steps } = workflow;
  const shown = steps.map(step => {
    const { name, status: stepStatus, cost } = step;
    return { ...detailsOf(state, workflow, step), name, status: stepStatus, cost };
  });
  const given = { metadata, arguments: submission.arguments, createdAt: toDate(createdAt) };
  const details = { ...given, ...timesOf(workflow), steps: shown };
  return { $type: 'workflow', workflowId, status, timestamp: toDate(state.world.now()), details };
}

function stepEvents(state: CivitaiState, workflow: Workflow, step: Step): Event[] {
  const { name, jobId, status, jobReason: reason, blockedReason } = step;
  const rate = progressOf(state, step);
  const job = { stepName: name, jobId, status, progress: rate, reason, blockedReason };
  const details = { estimatedProgressRate: rate, retries: 0, ...detailsOf(state, workflow, step) };
  return [
    { $type: 'job', workflowId: workflow.id, ...job },
    { $type: 'step', workflowId: workflow.id, name, status, details },
  ];
}

function detailsOf(state: CivitaiState, workflow: Workflow, step: Step): JsonObject {
  const { metadata, input, output } = step;
  return { ...timesOf(step), metadata, input, output: output && renderOutput(state, output, workflow) };
}

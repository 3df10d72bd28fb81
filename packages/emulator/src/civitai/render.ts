import { isoDate } from '../world/clock.ts';
import type { Site } from '../world/request.ts';
import { blobPath, signUrl } from './blobs.ts';
import { isFinal, isMature } from './facts.ts';
import { fillIn } from './inputs.ts';
import type { JsonObject } from './json.ts';
import type { CivitaiState } from './state.ts';
import type { Step, StoredBlob, Workflow } from './workflow.ts';

/** Who is shown something: an exchange, or a workflow to whoever submitted it. */
export interface View {
  readonly site: Site;
  readonly hideMature?: boolean;
}

/** `Workflow` of the Civitai orchestration OpenAPI document v2, 2026-08-20. */
export function renderWorkflow(state: CivitaiState, workflow: Workflow, view: View): JsonObject {
  const { submission, account, status, statusShown, id, metadata, tags, cost } = workflow;
  const { ephemeral, externalId, ...asked } = submission;
  return {
    ...asked,
    id,
    createdAt: toDate(workflow.createdAt),
    transactions: { list: workflow.transactions },
    metadata,
    status: isFinal(status) ? (statusShown ?? status) : status,
    ...timesOf(workflow),
    tags,
    steps: workflow.steps.map(step => renderStep(state, step, view)),
    cost,
    allowMatureContent: workflow.allowMatureContent,
    forceRefunded: false,
    ephemeral: ephemeral || undefined,
    externalId: externalId && `${account.userId}-${externalId}`,
    lostBlobsRefund: workflow.lostBlobsRefund || undefined,
  };
}

export function renderStep(state: CivitaiState, step: Step, view: View): JsonObject {
  const { template, status, output, name, metadata, reason } = step;
  const { type, priority, timeout, retries } = template;
  const resource = 'urn:air:grok:model:xai:grok-imagine';
  const preparation = { resource, queuePosition: 0, progress: shareOf(state, step) };
  return {
    $type: type,
    input: type === 'imageGen' ? fillIn(step.input) : step.input,
    output: output && renderOutput(state, output, view),
    name,
    priority,
    timeout,
    retries,
    metadata,
    reason,
    status,
    ...timesOf(step),
    jobs: status === 'unassigned' ? [] : [renderJob(state, step)],
    estimatedProgressRate: progressOf(state, step),
    preparation: status === 'preparing' ? preparation : undefined,
  };
}

export function timesOf({ startedAt, completedAt }: Step | Workflow): JsonObject {
  return { startedAt: toDate(startedAt), completedAt: toDate(completedAt) };
}

export function renderOutput(
  state: CivitaiState,
  { blobs = [], errors, plain }: NonNullable<Step['output']>,
  view: View,
): JsonObject {
  return plain ?? { images: blobs.map(blob => renderBlob(state, blob, view)), errors };
}

export function renderBlob(
  state: CivitaiState,
  blob: StoredBlob,
  { site, hideMature = false }: View,
): JsonObject {
  const { id, available, jobId, nsfwLevel, blockedReason, width, height } = blob;
  const isHidden = (hideMature && isMature(nsfwLevel)) || blockedReason !== undefined;
  const link = isHidden ? {} : signUrl(state, site, blobPath(id));
  return { type: 'image', id, available, ...link, jobId, nsfwLevel, blockedReason, width, height };
}

/** How far the work is, as a share; `null` when there is nothing to tell. */
export function progressOf(state: CivitaiState, step: Step): number | null {
  return step.status === 'processing' || step.status === 'preparing' ? shareOf(state, step) : null;
}

export function toDate(time: number | undefined): string | undefined {
  return time === undefined ? undefined : isoDate(time);
}

function renderJob(state: CivitaiState, step: Step): JsonObject {
  const { jobId: id, status, images: cost, jobReason: reason, blockedReason, phase } = step;
  const { queueLength, stepMs } = state.settings;
  const startAt = phase.at + phase.lasts;
  const queuePosition = {
    support: 'available',
    precedingJobs: Math.ceil(queueLength * (1 - shareOf(state, step))),
    startAt: toDate(startAt),
    completeAt: toDate(startAt + stepMs),
  };
  return {
    id,
    status,
    cost,
    reason,
    blockedReason,
    ...timesOf(step),
    queuePosition: status === 'scheduled' ? queuePosition : undefined,
    estimatedProgressRate: progressOf(state, step),
  };
}

function shareOf({ world }: CivitaiState, { phase }: Step): number {
  return phase.lasts <= 0 ? 1 : Math.min(1, Math.max(0, (world.now() - phase.at) / phase.lasts));
}

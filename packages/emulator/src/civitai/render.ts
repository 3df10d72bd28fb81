import type { Site } from '../world/request.ts';
import { blobPath, type CivitaiState, isMature } from './state.ts';
import { echoImageInput } from './inputs.ts';
import type { JsonObject } from './json.ts';
import { isFinal, type Step, type StoredBlob, type Workflow } from './workflow.ts';

export interface View {
  readonly site: Site;
  /** Leave out the addresses of mature images. */
  readonly hideMature: boolean;
}

/** `Workflow` of the Civitai orchestration OpenAPI document v2, 2026-08-20. */
export function renderWorkflow(state: CivitaiState, workflow: Workflow, view: View): JsonObject {
  const { submission, account, status, statusShown, lostBlobsRefund } = workflow;
  const { externalId, nsfwLevel, experimental, upgradeMode, currencies, callbacks, tips } = submission;
  return {
    id: workflow.id,
    createdAt: toDate(workflow.createdAt),
    transactions: { list: workflow.transactions },
    metadata: workflow.metadata,
    status: isFinal(status) ? (statusShown ?? status) : status,
    startedAt: toDate(workflow.startedAt),
    completedAt: toDate(workflow.completedAt),
    tags: workflow.tags,
    arguments: submission.arguments,
    steps: workflow.steps.map(step => renderStep(state, step, view)),
    callbacks,
    tips,
    cost: workflow.cost,
    nsfwLevel,
    experimental,
    allowMatureContent: workflow.allowMatureContent,
    upgradeMode,
    currencies,
    forceRefunded: false,
    ephemeral: submission.ephemeral || undefined,
    externalId: externalId === undefined ? undefined : `${account.userId}-${externalId}`,
    lostBlobsRefund: lostBlobsRefund || undefined,
  };
}

export function renderStep(state: CivitaiState, step: Step, view: View): JsonObject {
  const { template, status, output, name, metadata, reason } = step;
  const { type, priority, timeout, retries } = template;
  const resource = 'urn:air:grok:model:xai:grok-imagine';
  return {
    $type: type,
    input: type === 'imageGen' ? echoImageInput(step.input) : step.input,
    output: output === undefined ? undefined : renderOutput(state, output, view),
    name,
    priority,
    timeout,
    retries,
    jobs: status === 'unassigned' ? [] : [renderJob(state, step)],
    status,
    startedAt: toDate(step.startedAt),
    completedAt: toDate(step.completedAt),
    metadata,
    estimatedProgressRate: progressOf(state, step),
    preparation:
      status === 'preparing' ? { resource, queuePosition: 0, progress: shareOf(state, step) } : undefined,
    reason,
  };
}

export function renderOutput(
  state: CivitaiState,
  { blobs = [], errors, plain }: NonNullable<Step['output']>,
  view: View,
): JsonObject {
  return plain ?? { images: blobs.map(blob => renderBlob(state, blob, view)), errors };
}

export function renderBlob(state: CivitaiState, blob: StoredBlob, { site, hideMature }: View): JsonObject {
  const { id, available, jobId, nsfwLevel, blockedReason, width, height } = blob;
  const isHidden = (hideMature && isMature(nsfwLevel)) || blockedReason !== undefined;
  const expiresAt = state.world.now() + state.settings.urlLifetimeMs;
  const link = isHidden ? undefined : state.signer.signUrl(site, blobPath(id), expiresAt);
  const address = { url: link?.url, urlExpiresAt: link?.expiresAt };
  return { type: 'image', id, available, ...address, jobId, nsfwLevel, blockedReason, width, height };
}

/** How far the work is, as a share; `null` when there is nothing to tell. */
export function progressOf(state: CivitaiState, step: Step): number | null {
  return step.status === 'processing' || step.status === 'preparing' ? shareOf(state, step) : null;
}

export function toDate(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function renderJob(state: CivitaiState, step: Step): JsonObject {
  const { jobId, status, images, jobReason, blockedReason } = step;
  return {
    id: jobId,
    status,
    startedAt: toDate(step.startedAt),
    completedAt: toDate(step.completedAt),
    queuePosition: status === 'scheduled' ? renderQueuePosition(state, step) : undefined,
    cost: images,
    estimatedProgressRate: progressOf(state, step),
    reason: jobReason,
    blockedReason,
  };
}

function renderQueuePosition(state: CivitaiState, step: Step): JsonObject {
  const { queueLength, stepMs } = state.settings;
  const startAt = step.phase.at + step.phase.lasts;
  const precedingJobs = Math.ceil(queueLength * (1 - shareOf(state, step)));
  return {
    support: 'available',
    precedingJobs,
    startAt: toDate(startAt),
    completeAt: toDate(startAt + stepMs),
  };
}

function shareOf({ world }: CivitaiState, { phase }: Step): number {
  return phase.lasts <= 0 ? 1 : Math.min(1, Math.max(0, (world.now() - phase.at) / phase.lasts));
}

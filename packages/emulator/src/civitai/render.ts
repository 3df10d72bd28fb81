import type { Site } from '../world/request.ts';
import { signUrl, type StoredBlob, isMature } from './blob.ts';
import { echoImageInput } from './image-input.ts';
import type { JsonObject } from './json.ts';
import type { CivitaiState } from './state.ts';
import { isFinal, type Step, type Workflow } from './workflow.ts';

/** How an answer is to look. */
export interface View {
  readonly site: Site;
  /** Leave out the addresses of mature images. */
  readonly hideMature: boolean;
}

/** `Workflow` of the Civitai orchestration OpenAPI document v2, 2026-08-20. */
export function renderWorkflow(state: CivitaiState, workflow: Workflow, view: View): JsonObject {
  const { submission, account, cost, transactions } = workflow;
  const isOver = isFinal(workflow.status);
  return {
    id: workflow.id,
    createdAt: toDate(workflow.createdAt),
    transactions: { list: transactions },
    metadata: workflow.metadata,
    status: isOver ? (workflow.statusShown ?? workflow.status) : workflow.status,
    startedAt: toDate(workflow.startedAt),
    completedAt: toDate(workflow.completedAt),
    tags: workflow.tags,
    arguments: submission.arguments,
    steps: workflow.steps.map(step => renderStep(state, step, view)),
    callbacks: submission.callbacks,
    tips: submission.tips,
    cost,
    nsfwLevel: submission.nsfwLevel,
    experimental: submission.experimental,
    allowMatureContent: workflow.allowMatureContent,
    upgradeMode: submission.upgradeMode,
    currencies: submission.currencies,
    forceRefunded: false,
    ephemeral: submission.ephemeral ? true : undefined,
    externalId:
      submission.externalId === undefined ? undefined : `${account.userId}-${submission.externalId}`,
    lostBlobsRefund: workflow.lostBlobsRefund > 0 ? workflow.lostBlobsRefund : undefined,
  };
}

export function renderStep(state: CivitaiState, step: Step, view: View): JsonObject {
  const { template, status, output } = step;
  return {
    $type: template.type,
    input: template.type === 'imageGen' ? echoImageInput(step.input) : step.input,
    output: output === undefined ? undefined : renderOutput(state, output, view),
    name: step.name,
    priority: template.priority,
    timeout: template.timeout,
    retries: template.retries,
    jobs: status === 'unassigned' ? [] : [renderJob(state, step)],
    status,
    startedAt: toDate(step.startedAt),
    completedAt: toDate(step.completedAt),
    metadata: step.metadata,
    estimatedProgressRate: progressOf(state, step),
    preparation:
      status === 'preparing'
        ? {
            resource: 'urn:air:grok:model:xai:grok-imagine',
            queuePosition: 0,
            progress: shareOf(state, step),
          }
        : undefined,
    reason: step.reason,
  };
}

export function renderOutput(
  state: CivitaiState,
  { blobs, errors, plain }: NonNullable<Step['output']>,
  view: View,
): JsonObject {
  if (plain !== undefined) return plain;
  return { images: (blobs ?? []).map(blob => renderBlob(state, blob, view)), errors };
}

export function renderBlob(state: CivitaiState, blob: StoredBlob, { site, hideMature }: View): JsonObject {
  const isHidden = (hideMature && isMature(blob.nsfwLevel)) || blob.blockedReason !== undefined;
  const expiresAt = state.world.now() + state.settings.urlLifetimeMs;
  const link = isHidden ? undefined : signUrl(state.signer, site, blobPath(blob.id), expiresAt);
  return {
    type: 'image',
    id: blob.id,
    available: blob.available,
    url: link?.url,
    urlExpiresAt: link?.expiresAt,
    jobId: blob.jobId,
    nsfwLevel: blob.nsfwLevel,
    blockedReason: blob.blockedReason,
    width: blob.width,
    height: blob.height,
  };
}

/** Path of a file below the API origin. */
export function blobPath(id: string): string {
  return `/v2/consumer/blobs/${encodeURIComponent(id)}`;
}

/** How far the work is, as a share; `null` when there is nothing to tell. */
export function progressOf(state: CivitaiState, step: Step): number | null {
  return step.status === 'processing' || step.status === 'preparing' ? shareOf(state, step) : null;
}

export function toDate(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function renderJob(state: CivitaiState, step: Step): JsonObject {
  return {
    id: step.jobId,
    status: step.status,
    startedAt: toDate(step.startedAt),
    completedAt: toDate(step.completedAt),
    queuePosition: step.status === 'scheduled' ? renderQueuePosition(state, step) : undefined,
    cost: step.images,
    estimatedProgressRate: progressOf(state, step),
    reason: step.jobReason,
    blockedReason: step.blockedReason,
  };
}

function renderQueuePosition(state: CivitaiState, step: Step): JsonObject {
  const { queueLength, stepMs } = state.settings;
  const startAt = step.phase.at + step.phase.lasts;
  return {
    support: 'available',
    precedingJobs: Math.ceil(queueLength * (1 - shareOf(state, step))),
    startAt: toDate(startAt),
    completeAt: toDate(startAt + stepMs),
  };
}

function shareOf({ world }: CivitaiState, { phase }: Step): number {
  if (phase.lasts <= 0) return 1;
  return Math.min(1, Math.max(0, (world.now() - phase.at) / phase.lasts));
}

import {
  GenerationFailedError,
  GenerationTimeoutError,
  type GenerationDetails,
  type ImageRequest,
  type ImageWarning,
  type RateLimiter,
} from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import type { CivitaiProgress, CivitaiProviderSettings } from '../service/settings.ts';
import { adviceAfterLoss, collectAdvice } from '../workflow/advice.ts';
import type { SubmitLog } from '../workflow/submit.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { ReadOptions } from './options.ts';
import type { WorkflowRequest } from './request.ts';
import type { Source } from './sources.ts';

/** One call on its way. What is learned meanwhile is kept, for the errors and the cancel that may come at any moment. */
export interface Run {
  readonly request: ImageRequest;
  /** Id of the model without aliases. */
  readonly servedAs: string;
  readonly options: ReadOptions;
  readonly settings: CivitaiProviderSettings;
  readonly connection: Connection;
  /** Lets a submit wait for its turn. */
  readonly limited: RateLimiter;
  /** `undefined` when a workflow that was submitted earlier is collected. */
  workflow: WorkflowRequest | undefined;
  readonly sources: readonly Source[];
  /** The workflow with the sources as they are to be sent. */
  readonly toRequest: (sources: readonly Source[]) => WorkflowRequest;
  readonly timeoutMs: number;
  readonly report: (event: Pick<CivitaiProgress, 'status'> & Partial<CivitaiProgress>) => void;
  /** What is to be said of the caller's `onProgress`. */
  readonly progressWarnings: () => readonly ImageWarning[];
  readonly log: SubmitLog;
  details: GenerationDetails;
  state: 'unsubmitted' | 'running' | 'over';
  /** Whether another call has started the workflow and waits for it. */
  isOthers: boolean;
}

/**
 * What a workflow that runs is watched by.
 *
 * @throws GenerationFailedError when it has none
 */
export function idOf(workflow: Workflow, { details }: Run): string {
  if (workflow.id !== undefined) return workflow.id;
  throw new GenerationFailedError({
    ...details,
    message: `Failed to watch a workflow: the service gave it no id. It may run and be billed. ${adviceAfterLoss(details.externalId)}`,
    reasons: [],
  });
}

/** The error of a call whose time is up: what may be paid, and what collects it. */
export function toTimeoutError({ details, timeoutMs, state, log }: Run): GenerationTimeoutError {
  const { workflowId, externalId, modelId } = details;
  const unstarted =
    state === 'unsubmitted'
      ? 'The addresses of its source images were not renewed by then, so nothing was submitted. Try again later.'
      : 'The service turned every attempt away, so nothing was started. Try again later, or let the setting rateLimit space requests out.';
  const unknown = `It may have been started and billed. ${adviceAfterLoss(externalId)}`;
  const advice =
    workflowId === undefined
      ? log.mayRun
        ? unknown
        : unstarted
      : `Workflow ${workflowId} goes on and is billed. ${collectAdvice(workflowId)}`;
  return new GenerationTimeoutError({
    ...details,
    timeoutMs,
    message: `Failed to make an image with ${modelId}: it was not there within ${timeoutMs} ms. ${advice}`,
    cause: log.lastFailure,
  });
}

import { APICallError, InvalidArgumentError } from '@ai-sdk/provider';
import { GenerationFailedError, poll, requestJson, type GenerationDetails } from '@grok-image/core';
import { createOutage, retryAfterMs, throwIfAborted, waitBefore } from '@grok-image/core/internal';
import type { Connection } from '../service/connection.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { collectAdvice } from './advice.ts';
import { hasEnded } from './status.ts';
import type { Workflow } from './workflow.ts';
import { readWorkflow } from './read-workflow.ts';

/** Time for an answer to travel, on top of what the service may hold it back, in milliseconds. */
const patienceMs = 30_000;

/** Waits between looks, in milliseconds, while the service answers at once instead of holding the look. */
const firstWaitMs = 250;
const longestWaitMs = 5000;

/** Longest wait that a look that failed may ask for before the next one, in milliseconds. */
const longestAskedWaitMs = 60_000;

/** How often in a row an id of somebody else may be answered with a no before it counts as unknown. */
const mostRefusals = 2;

/** How a workflow is watched. */
export interface WatchSettings {
  /** Seconds that the service may hold each look, at least 1. */
  readonly wait: number;
  readonly hideMatureContent: boolean;
  /** Whether it was submitted by somebody else, so that its id may be wrong. */
  readonly isAdopted: boolean;
  readonly abortSignal: AbortSignal;
  /** When the time is up, by `performance.now()`. */
  readonly endsAt: number;
  readonly details: GenerationDetails;
  readonly onLook: (workflow: Workflow) => void;
}

/**
 * Looks at a workflow until it is over. The service holds every look until there is news, so there is no sleep
 * between two unless it answers early. Looks that fail are repeated until the deadline: the workflow goes on meanwhile,
 * and it is paid. Only a refused key is the last word, and for an id that somebody else gave, a no that stays.
 *
 * @throws InvalidArgumentError for the unknown id of a workflow to collect
 * @throws GenerationFailedError when the service refuses to show it, and the abort reason
 */
export async function watchWorkflow(
  connection: Connection,
  workflowId: string,
  settings: WatchSettings,
): Promise<Workflow> {
  const outage = createOutage({ mostRefusals: settings.isAdopted ? mostRefusals : Number.POSITIVE_INFINITY });
  let early = 0;
  return poll(async abortSignal => {
    const startedAt = performance.now();
    let askedMs = 0;
    try {
      const workflow = await readWorkflowOnce(connection, workflowId, settings, abortSignal);
      outage.end();
      settings.onLook(workflow);
      if (hasEnded(workflow)) return { done: true, value: workflow };
    } catch (error) {
      throwIfAborted(abortSignal);
      if (!outage.survives(error)) throw toLookError(error, workflowId, settings);
      askedMs = retryAfterMs(outage.failure?.responseHeaders ?? {}) ?? 0;
    }
    const wasHeld = performance.now() - startedAt > settings.wait * 500;
    early = wasHeld ? 0 : early + 1;
    const pauseMs = wasHeld ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(early - 1, 8));
    const restMs = waitBefore(settings.endsAt, Math.min(askedMs, longestAskedWaitMs));
    return { done: false, waitMs: Math.max(pauseMs, restMs) };
  }, settings.abortSignal);
}

/** Reads a workflow once. */
export async function readWorkflowOnce(
  connection: Connection,
  workflowId: string,
  {
    wait,
    hideMatureContent,
    endsAt,
  }: Pick<WatchSettings, 'wait' | 'hideMatureContent'> & Partial<Pick<WatchSettings, 'endsAt'>>,
  abortSignal: AbortSignal | undefined,
): Promise<Workflow> {
  const { value } = await requestJson({
    ...connection,
    patienceMs: wait * 1000 + patienceMs,
    endsAt,
    kind: 'read',
    method: 'GET',
    url: workflowsUrl(connection, workflowId, {
      wait: wait || undefined,
      hideMatureContent: hideMatureContent || undefined,
    }),
    abortSignal,
    action: `read workflow ${workflowId}`,
    advice: collectAdvice(workflowId),
    parse: readWorkflow,
  });
  return value;
}

/** With its id as a field: the workflow may be paid, whatever a look at it said. */
function toLookError(error: unknown, workflowId: string, { isAdopted, details }: WatchSettings): unknown {
  if (!APICallError.isInstance(error)) return error;
  const { statusCode } = error;
  if (statusCode === 404 && isAdopted) return unknownWorkflow(workflowId, error);
  const isDenied = statusCode === 401 || statusCode === 403;
  return new GenerationFailedError({
    ...details,
    workflowId,
    message: `Failed to watch workflow ${workflowId}: no usable answer (HTTP ${statusCode}). ${isDenied ? 'Check the API key. ' : ''}It may have run and been billed. ${collectAdvice(workflowId)}`,
    reasons: [],
    cause: error,
  });
}

function unknownWorkflow(workflowId: string, cause: APICallError): InvalidArgumentError {
  const argument = 'providerOptions.civitai.workflowId';
  return new InvalidArgumentError({
    argument,
    cause,
    message: `Invalid ${argument}: got ${JSON.stringify(workflowId)}, which the service does not know (HTTP 404). Accepted: the id of a workflow of this account that is at most 30 days old and was not ephemeral. Nothing was submitted.`,
  });
}

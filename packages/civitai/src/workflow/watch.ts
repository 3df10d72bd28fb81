import { APICallError, InvalidArgumentError } from '@ai-sdk/provider';
import {
  GenerationFailedError,
  poll,
  requestJson,
  type GenerationDetails,
  throwIfAborted,
} from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { collectAdvice } from './advice.ts';
import { hasEnded } from './status.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

/** Time for an answer to travel, on top of what the service may hold it back, in milliseconds. */
const patienceMs = 30_000;

/** Waits between looks, in milliseconds, while the service answers at once instead of holding the look. */
const firstWaitMs = 250;
const longestWaitMs = 5000;

/** How a workflow is watched. */
export interface WatchSettings {
  /** Seconds that the service may hold each look, at least 1. */
  readonly wait: number;
  readonly hideMatureContent: boolean;
  /** Whether it was submitted by somebody else, so that its id may be wrong. */
  readonly isAdopted: boolean;
  readonly abortSignal: AbortSignal;
  readonly details: GenerationDetails;
  readonly onLook: (workflow: Workflow) => void;
}

/**
 * Looks at a workflow until it is over. The service holds every look until there is news, so there is no sleep
 * between two unless it answers early. What passes (network, 429, 5xx) is survived until the deadline: the workflow
 * goes on meanwhile, and it is paid.
 *
 * @throws InvalidArgumentError for the unknown id of a workflow to collect
 * @throws GenerationFailedError when the service refuses to show it, and the abort reason
 */
export async function watchWorkflow(
  connection: Connection,
  workflowId: string,
  settings: WatchSettings,
): Promise<Workflow> {
  let early = 0;
  return poll(async abortSignal => {
    const startedAt = performance.now();
    const workflow = await look(connection, workflowId, abortSignal, settings);
    if (workflow) settings.onLook(workflow);
    if (workflow && hasEnded(workflow)) return { done: true, value: workflow };
    const wasHeld = performance.now() - startedAt > settings.wait * 500;
    early = wasHeld ? 0 : early + 1;
    return {
      done: false,
      waitMs: wasHeld ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(early - 1, 8)),
    };
  }, settings.abortSignal);
}

/** Reads a workflow once. */
export async function readWorkflowOnce(
  connection: Connection,
  workflowId: string,
  { wait, hideMatureContent }: Pick<WatchSettings, 'wait' | 'hideMatureContent'>,
  abortSignal: AbortSignal | undefined,
): Promise<Workflow> {
  const { value } = await requestJson({
    ...connection,
    patienceMs: wait * 1000 + patienceMs,
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

async function look(
  connection: Connection,
  workflowId: string,
  abortSignal: AbortSignal | undefined,
  settings: WatchSettings,
): Promise<Workflow | undefined> {
  try {
    return await readWorkflowOnce(connection, workflowId, settings, abortSignal);
  } catch (error) {
    throwIfAborted(abortSignal);
    if (!APICallError.isInstance(error)) throw error;
    const { statusCode } = error;
    if (isPassing(statusCode)) return undefined;
    if (statusCode === 404 && settings.isAdopted) throw unknownWorkflow(workflowId, error);
    const isDenied = statusCode === 401 || statusCode === 403;
    throw new GenerationFailedError({
      ...settings.details,
      workflowId,
      message: `Failed to watch workflow ${workflowId}: no usable answer (HTTP ${statusCode}). ${isDenied ? 'Check the API key. ' : ''}It may have run and been billed. ${collectAdvice(workflowId)}`,
      reasons: [],
      cause: error,
    });
  }
}

/** No answer, no workflow in it (a proxy's page), too many requests, or trouble of the service: not the last word. */
function isPassing(statusCode: number | undefined): boolean {
  return (
    statusCode === undefined ||
    statusCode < 300 ||
    statusCode === 408 ||
    statusCode === 429 ||
    statusCode >= 500
  );
}

function unknownWorkflow(workflowId: string, cause: APICallError): InvalidArgumentError {
  const argument = 'providerOptions.civitai.workflowId';
  return new InvalidArgumentError({
    argument,
    cause,
    message: `Invalid ${argument}: got ${JSON.stringify(workflowId)}, which the service does not know (HTTP 404). Accepted: the id of a workflow of this account that is at most 30 days old and was not ephemeral. Nothing was submitted.`,
  });
}

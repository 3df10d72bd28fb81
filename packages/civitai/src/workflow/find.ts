import { AISDKError } from '@ai-sdk/provider';
import { requestJson, type JsonRequest, type JsonResponse } from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import type { Workflow, WorkflowPage } from './workflow.ts';
import { readWorkflows } from './read-workflow.ts';

/** Largest page of the list that the service gives, and how many of them are looked through, newest first. */
const pageSize = 100;
const mostPages = 100;

/** How the list is read. */
export interface Finding {
  /** Sends one request; default as every read. */
  readonly send?: (request: JsonRequest<WorkflowPage>) => Promise<JsonResponse<WorkflowPage>>;
  readonly abortSignal: AbortSignal | undefined;
  /** Whether a list that is longer than it is read is an error: then what is not found is certainly not there. */
  readonly isWhole?: boolean | undefined;
}

/**
 * Looks through the list of workflows once. It lists those of the last 30 days, and cannot start one, as repeating a submit
 * could.
 *
 * @throws APICallError, the abort reason; AISDKError where the list is longer and has to be whole
 */
export async function findInList(
  connection: Connection,
  isIt: (workflow: Workflow) => boolean,
  { send = requestJson, abortSignal, isWhole = false }: Finding,
): Promise<Workflow | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { value } = await send({
      ...connection,
      kind: 'read',
      method: 'GET',
      // The list leaves mature ones out unless it is told not to.
      url: workflowsUrl(connection, undefined, { take: pageSize, hideMatureContent: false, cursor }),
      abortSignal,
      action: 'find a workflow',
      advice: 'Looking changes nothing; try again.',
      parse: readWorkflows,
    });
    const found = value.items.find(isIt);
    if (found || value.next === undefined || value.next === cursor) return found;
    cursor = value.next;
  }
  if (!isWhole) return undefined;
  throw new AISDKError({
    name: 'WorkflowListError',
    message: `Failed to find a workflow: it is not among the newest ${mostPages * pageSize}, and the list has more. Ask for it by its workflowId.`,
  });
}

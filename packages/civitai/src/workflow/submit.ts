import { requestJson, type GenerationDetails, type JsonResponse } from '@grok-image/core';
import { workflowsUrl, type Connection } from '../service/connection.ts';
import { explainRefusal } from '../image/failure.ts';
import type { WorkflowTemplate } from '../image/request.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

/** Time for the body to travel, on top of what the service may hold the answer back, in milliseconds. */
const uploadPatienceMs = 120_000;

/** How a workflow is submitted. */
export interface SubmitSettings {
  /** Seconds that the service may hold the answer back. */
  readonly wait: number;
  readonly hideMatureContent: boolean;
  readonly abortSignal: AbortSignal;
  readonly details: GenerationDetails;
}

/**
 * Submits a workflow. With an `externalId` a lost answer is asked for again under the same key: one workflow, one
 * charge. Without one it is sent once.
 *
 * @throws InsufficientFundsError, ContentModerationError, APICallError, or the abort reason
 */
export async function submitWorkflow(
  connection: Connection,
  body: WorkflowTemplate,
  { wait, hideMatureContent, abortSignal, details }: SubmitSettings,
): Promise<JsonResponse<Workflow>> {
  const { externalId } = body;
  return requestJson({
    ...connection,
    patienceMs: wait * 1000 + uploadPatienceMs,
    kind: externalId === undefined ? 'billable' : 'idempotent',
    method: 'POST',
    url: workflowsUrl(connection, undefined, { wait, hideMatureContent: hideMatureContent || undefined }),
    body,
    abortSignal,
    action: `submit a workflow with ${details.modelId}`,
    advice: adviceAfterLoss(externalId),
    parse: readWorkflow,
    explain: failure => explainRefusal(failure, details),
  });
}

/** What to do when nobody knows whether a workflow was started, a whole sentence. */
export function adviceAfterLoss(externalId: string | undefined): string {
  return externalId === undefined
    ? 'Look at the workflows of the account before you send it again.'
    : `Repeat the call with providerOptions.civitai.externalId '${externalId}': the same key is answered with the same workflow and is paid once.`;
}

import { requestJson, type GenerationDetails, type JsonResponse } from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { adviceAfterLoss } from './advice.ts';
import { explainRefusal } from './refusal.ts';
import type { WorkflowTemplate } from './template.ts';
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
    kind: externalId === undefined ? 'once' : 'repeatable',
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

import {
  ContentModerationError,
  excerpt,
  GenerationFailedError,
  type GenerationDetails,
} from '@grok-image/core';
import { collectAdvice } from '../workflow/advice.ts';
import { chargedBuzz } from '../workflow/cost.ts';
import { isBlocked, reasonsOfWorkflow } from '../workflow/reasons.ts';
import { adviceAfterRefusal } from '../workflow/refusal.ts';
import type { Workflow } from '../workflow/workflow.ts';

/** What to do about the reasons that the service documents (developer.civitai.com, errors and retries, 2026-08). */
const adviceByReason: Readonly<Record<string, string>> = {
  no_provider_available: 'Nobody can run this request now: try another model or other options, or try later.',
  timeout: 'Send it again.',
  expired: 'Send it again.',
  canceled: 'Somebody canceled it: send it again if it is still wanted.',
};

const adviceWithoutReason = 'Send it again once; if that fails, too, change the prompt or the model.';

/**
 * The error of a workflow that ended without an image.
 *
 * @param request - address and body of the submit; what a moderation error, as an `APICallError`, has to show
 */
export function toFailure(
  workflow: Workflow,
  details: GenerationDetails,
  request: { readonly url: string; readonly body: unknown },
): ContentModerationError | GenerationFailedError {
  const reasons = reasonsOfWorkflow(workflow);
  const buzz = chargedBuzz(workflow);
  const cost = buzz === undefined || buzz === 0 ? {} : { cost: { buzz } };
  const billed =
    buzz === undefined ? 'Look at its transactions for what it cost' : `${buzz} Buzz were billed`;
  const why =
    reasons.length > 0 ? excerpt(reasons.join('; '), 2000).replace(/\.$/, '') : 'the service gave no reason';
  const ended =
    workflow.status === 'succeeded' ? 'made no image' : `ended as ${workflow.status ?? 'unknown'}`;
  const message = `Failed to make an image with ${details.modelId}: workflow ${details.workflowId} ${ended}: ${why}. ${billed}.`;
  if (isBlocked(workflow)) {
    return new ContentModerationError({
      ...details,
      ...cost,
      message: `${message} ${adviceAfterRefusal}`,
      url: request.url,
      requestBodyValues: request.body,
      statusCode: 200,
    });
  }
  // Without a failure and without a reason, the answer may have lost what the workflow made.
  const isUnexplained = workflow.status === 'succeeded' && reasons.length === 0 && buzz !== 0;
  const advice = isUnexplained
    ? details.workflowId && collectAdvice(details.workflowId)
    : reasons.map(reason => adviceByReason[reason]).find(text => text !== undefined);
  return new GenerationFailedError({
    ...details,
    ...cost,
    message: `${message} ${advice ?? (reasons.length === 0 ? adviceWithoutReason : 'Check the reason before you send it again.')}`,
    reasons,
  });
}

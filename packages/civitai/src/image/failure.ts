import { ContentModerationError, GenerationFailedError, type GenerationDetails } from '@grok-image/core';
import { excerpt } from '@grok-image/core/internal';
import { collectAdvice } from '../workflow/advice.ts';
import { chargedBuzz } from '../workflow/cost.ts';
import { isBlocked, reasonsOfWorkflow } from '../workflow/reasons.ts';
import { adviceAfterRefusal } from '../workflow/refusal.ts';
import type { Workflow } from '../workflow/workflow.ts';

/** What to do about the reasons that the service documents (developer.civitai.com, errors and retries, 2026-08). */
const adviceByReason: Readonly<Record<string, (again: string) => string>> = {
  no_provider_available: () =>
    'Nobody can run this request now: try another model or other options, or try later.',
  timeout: again => `${again}.`,
  expired: again => `${again}.`,
  canceled: again => `Somebody canceled it. Is it still wanted? ${again}.`,
};

/** The service answers a key for ever with the workflow that was started under it, one that failed too. */
const underAnotherKey = 'Use another externalId: the same one brings the same failure';

/** Address and body of the submit: what a moderation error, as an `APICallError`, has to show. */
interface FailedRequest {
  readonly url: string;
  readonly body: unknown;
  /** Whether the caller chose the key of the call. */
  readonly hasOwnKey?: boolean;
  readonly cause?: unknown;
}

/** The error of a workflow that ended without an image. */
export function toFailure(
  workflow: Workflow,
  details: GenerationDetails,
  request: FailedRequest,
): ContentModerationError | GenerationFailedError {
  const reasons = reasonsOfWorkflow(workflow);
  const { buzz, cost, billed, why } = factsOf(workflow);
  const ended =
    workflow.status === 'succeeded' ? 'made no image' : `ended as ${workflow.status ?? 'unknown'}`;
  const message = `Failed to make an image with ${details.modelId}: workflow ${details.workflowId} ${ended}: ${why}. ${billed}.`;
  if (isBlocked(workflow)) return toRefusal(message, cost, details, request);
  // Without a failure and without a reason, the answer may have lost what the workflow made.
  const isUnexplained = workflow.status === 'succeeded' && reasons.length === 0 && buzz !== 0;
  const again = request.hasOwnKey ? underAnotherKey : 'Send it again';
  const advice = isUnexplained
    ? details.workflowId && collectAdvice(details.workflowId)
    : reasons.map(reason => adviceByReason[reason]?.(again)).find(text => text !== undefined);
  const withoutReason = `${again}. If it fails once more, change the prompt or the model.`;
  return new GenerationFailedError({
    ...details,
    ...cost,
    message: `${message} ${advice ?? (reasons.length === 0 ? withoutReason : 'Check the reason before you send it again.')}`,
    reasons,
  });
}

/** The error of a workflow that made images and gives none of them out, and says why. */
export function toWithheldError(
  workflow: Workflow,
  details: GenerationDetails,
  request: FailedRequest,
): ContentModerationError {
  const { cost, billed, why } = factsOf(workflow);
  const message = `Failed to make an image with ${details.modelId}: the service withholds all images of workflow ${details.workflowId}: ${why}. ${billed}.`;
  return toRefusal(message, cost, details, request);
}

function toRefusal(
  message: string,
  cost: Pick<GenerationDetails, 'cost'>,
  details: GenerationDetails,
  { url, body, cause }: FailedRequest,
): ContentModerationError {
  return new ContentModerationError({
    ...details,
    ...cost,
    message: `${message} ${adviceAfterRefusal}`,
    url,
    requestBodyValues: body,
    statusCode: 200,
    cause,
  });
}

/** What a workflow cost and why it brought nothing, for a message. */
function factsOf(workflow: Workflow) {
  const reasons = reasonsOfWorkflow(workflow);
  const buzz = chargedBuzz(workflow);
  return {
    buzz,
    cost: buzz === undefined || buzz === 0 ? {} : { cost: { buzz } },
    billed: buzz === undefined ? 'Look at its transactions for what it cost' : `${buzz} Buzz were billed`,
    why:
      reasons.length > 0
        ? excerpt(reasons.join('; '), 2000).replace(/\.$/, '')
        : 'the service gave no reason',
  };
}

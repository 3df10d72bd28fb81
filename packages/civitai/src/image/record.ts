import { defined, type GenerationDetails, type JsonObject } from '@grok-image/core';
import { resumeOf } from '@grok-image/core/internal';
import type { JsonValue, MissingImage } from '@grok-image/core';
import { chargedBuzz, chargedByCurrency } from '../workflow/cost.ts';
import { reasonsOfWorkflow } from '../workflow/reasons.ts';
import type { PromptAdvice, Workflow } from '../workflow/workflow.ts';

/** What the record of a request says beside the workflow itself. */
export interface RequestFacts {
  /** Images asked for; `undefined` for a workflow that was submitted earlier. */
  readonly requested: number | undefined;
  readonly delivered: number;
  /** The model that served it. */
  readonly model: string;
  readonly details: GenerationDetails;
  readonly missing: readonly MissingImage[];
}

/** The record of a request, see `CivitaiRequestMetadata`: all that a finished workflow says which is about no single image. */
export function toRecord(
  workflow: Workflow,
  { requested, delivered, model, details, missing }: RequestFacts,
): JsonObject {
  const resume = resumeOf(details);
  const enhancement = workflow.steps.find(({ $type }) => $type === 'promptEnhancement');
  return defined({
    workflowId: details.workflowId,
    externalId: details.externalId,
    resume: resume && { ...resume },
    status: workflow.status,
    createdAt: workflow.createdAt,
    model,
    requested,
    delivered,
    costBuzz: chargedBuzz(workflow),
    costByCurrency: chargedByCurrency(workflow),
    baseBuzz: workflow.baseBuzz,
    tipsBuzz: filled({ ...workflow.tipsBuzz }),
    lostBlobsRefund: workflow.lostBlobsRefund,
    reasons: listed(reasonsOfWorkflow(workflow)),
    missing: listed(missing.map(image => ({ ...image }))),
    promptAdvice: enhancement && toAdvice(enhancement.promptAdvice),
  });
}

function toAdvice({ issues, recommendations, negativePrompt }: PromptAdvice): JsonObject | undefined {
  return filled({
    issues: listed(issues.map(defined)),
    recommendations: listed(recommendations),
    negativePrompt,
  });
}

/** What says nothing is absent. */
function filled(values: Record<string, JsonValue | undefined>): JsonObject | undefined {
  const object = defined(values);
  return Object.keys(object).length === 0 ? undefined : object;
}

function listed<ENTRY extends JsonValue>(entries: ENTRY[]): ENTRY[] | undefined {
  return entries.length === 0 ? undefined : entries;
}

import { InvalidArgumentError } from '@ai-sdk/provider';
import { collectAdvice } from './advice.ts';
import type { WorkflowTemplate } from './template.ts';
import type { Workflow } from './workflow.ts';

/**
 * Whether a workflow was started by this very submit, not by an earlier one under the same key: its steps carry what only
 * this one wrote into them.
 */
export function isStartedBy(workflow: Workflow, { steps }: WorkflowTemplate): boolean {
  const echoed = workflow.steps.flatMap(({ nonce }) => nonce ?? []);
  return steps.some(({ name, ...step }) => {
    const nonce = step.$type === 'imageGen' ? step.input.imageMetadata : undefined;
    // With `dedupe`, steps carry their names, which are the same every time.
    return nonce !== undefined && nonce !== name && echoed.includes(nonce);
  });
}

/**
 * The key without the account that the service puts in front of it (Civitai orchestration OpenAPI document v2,
 * 2026-08-20): a number and a hyphen. Keys may have hyphens of their own, so only the first one counts.
 */
export function keyOf({ externalId }: Workflow): string | undefined {
  return externalId?.replace(/^\d+-/, '');
}

/**
 * Whether a workflow of the list is the one that was submitted: by its key, and by its mark too where others may have
 * submitted one under that key, or where it has none.
 *
 * @param ownKey - the caller's `externalId`; `undefined` for a key that was made for this call
 */
export function isWorkflowOf(
  workflow: Workflow,
  body: WorkflowTemplate,
  ownKey: string | false | undefined,
): boolean {
  return keyOf(workflow) === body.externalId && (ownKey === undefined || isStartedBy(workflow, body));
}

/**
 * Whether a workflow was made for another prompt, as one is that was started earlier under a key that is used again. A
 * prompt that was enhanced is compared as it was before.
 */
export function hasOtherPrompt(workflow: Workflow, body: WorkflowTemplate): boolean {
  if (isStartedBy(workflow, body)) return false;
  const [first] = body.steps;
  const prompt = first?.input.prompt;
  const [found] = workflow.steps;
  if (found?.$type !== undefined && found.$type !== first?.$type) return true;
  const echoed = workflow.steps.flatMap(step =>
    step.$type === first?.$type ? (step.prompt?.trim() ?? []) : [],
  );
  return typeof prompt === 'string' && echoed.length > 0 && !echoed.includes(prompt.trim());
}

/**
 * Whether a workflow that a submit brought is that of another call, which waits for it: found under the caller's own key, or
 * given by the service for an equal request (`dedupe`), under the key of that call.
 */
export function isOfAnotherCall(
  workflow: Workflow,
  body: WorkflowTemplate,
  { externalId, dedupe = false }: { externalId?: string | false | undefined; dedupe?: boolean | undefined },
): boolean {
  if (externalId) return !isStartedBy(workflow, body);
  const key = keyOf(workflow);
  return key === undefined || body.externalId === undefined ? dedupe : key !== body.externalId;
}

/** The error of a key that is used again for another prompt, with how to collect what it brought. */
export function usedKey(externalId: string, workflowId: string | undefined): InvalidArgumentError {
  const argument = 'providerOptions.civitai.externalId';
  const advice = workflowId === undefined ? '' : ` ${collectAdvice(workflowId)}`;
  return new InvalidArgumentError({
    argument,
    message: `Invalid ${argument}: got '${externalId}', under which a workflow with another prompt was submitted before. Accepted: a key that was used for nothing else. No new workflow was submitted.${advice}`,
  });
}

import { excerpt, type ImageWarning } from '@grok-image/core';
import { collectAdvice } from '../workflow/advice.ts';
import { reasonsOf } from '../workflow/reasons.ts';
import type { Workflow, WorkflowBlob, WorkflowStep } from '../workflow/workflow.ts';

/** An image that a workflow made. */
export interface WorkflowImage {
  readonly blob: WorkflowBlob;
  /** Name of its step. */
  readonly step: string;
}

/** What a finished workflow made, and why the rest is missing. */
export interface WorkflowResult {
  readonly images: readonly WorkflowImage[];
  /** The prompt as the enhancement step rewrote it. */
  readonly revisedPrompt: string | undefined;
  readonly warnings: readonly ImageWarning[];
}

/** What was asked, as far as it tells what is missing. */
export interface ExpectedImages {
  /** Images asked for; `undefined` for a workflow that was submitted earlier. */
  readonly n: number | undefined;
  /** Whether images are left out on purpose by having no address. */
  readonly hideMatureContent: boolean;
}

/**
 * Reads the images out of a finished workflow. Steps that succeeded deliver even if others failed.
 */
export function readResult(
  { id, steps }: Workflow,
  { n, hideMatureContent }: ExpectedImages,
): WorkflowResult {
  const imageSteps = steps
    .map((step, index) => ({ step, name: step.name ?? `$${index}` }))
    .filter(({ step }) => step.$type === 'imageGen' || step.images.length > 0);
  const results = imageSteps.map(({ step, name }) => {
    const images = step.images.filter(blob => isDeliverable(blob, hideMatureContent));
    const expected = Math.max(step.quantity ?? 0, step.images.length);
    return { step, name, images, expected, missing: expected - images.length };
  });
  const unexplained = (n ?? 0) - results.reduce((sum, { expected }) => sum + expected, 0);
  const messages = results.flatMap(({ step, name, missing }) =>
    missing > 0 || step.status !== 'succeeded'
      ? missingImages(step, name, missing, hideMatureContent, adviceOf(id))
      : [],
  );
  const count = results.reduce((sum, { images }) => sum + images.length, 0);
  if (n !== undefined && count > n) messages.push(`${count} images came, although ${n} were asked for.`);
  if (unexplained > 0) messages.push(`${unexplained} of ${n} images did not come back.${adviceOf(id)}`);
  return {
    images: results.flatMap(({ images, name }) => images.map(blob => ({ blob, step: name }))),
    revisedPrompt: revisedPromptOf(steps),
    warnings: messages.map(message => ({ type: 'other', message })),
  };
}

/**
 * Whether there is something to fetch. Only an outright `false` says that there is not: the service's own samples
 * leave `available` out (developer.civitai.com, Grok recipe, 2026-08).
 */
function isDeliverable({ available, url, id }: WorkflowBlob, hideMatureContent: boolean): boolean {
  if (available === false) return false;
  return url !== undefined || (id !== undefined && !hideMatureContent);
}

function missingImages(
  step: WorkflowStep,
  name: string,
  missing: number,
  hideMatureContent: boolean,
  advice: string,
): string {
  const count = missing > 0 ? `${missing} ${missing === 1 ? 'image' : 'images'}` : 'Images';
  const verb = missing === 1 ? 'is' : 'are';
  const hidden = hideMatureContent ? ['mature images are hidden, as hideMatureContent asks'] : [];
  const reasons = reasonsOf(step);
  // E.g. one that ran out of time after the last image.
  if (missing === 0 && step.images.length > 0) {
    const why = reasons.length === 0 ? '' : ` (${excerpt(reasons.join('; '), 2000)})`;
    return `Step ${name} ended as ${step.status ?? 'unknown'}${why}, but all its images came.`;
  }
  const reason =
    excerpt((reasons.length > 0 ? reasons : hidden).join('; '), 2000) || 'the service gave no reason';
  const hasSucceeded = step.status === 'succeeded';
  const outcome = hasSucceeded ? '' : `, which ended as ${step.status ?? 'unknown'},`;
  // Without a reason, the answer may have lost what the step made.
  const lookAgain = hasSucceeded && reasons.length === 0 ? advice : '';
  return `${count} of step ${name}${outcome} ${verb} missing: ${reason.replace(/\.$/, '')}.${lookAgain}`;
}

function adviceOf(workflowId: string | undefined): string {
  return workflowId === undefined ? '' : ` ${collectAdvice(workflowId)}`;
}

/** The enhancement's own text, else the prompt that the image step says it was given. */
function revisedPromptOf(steps: readonly WorkflowStep[]): string | undefined {
  const enhancement = steps.find(({ $type }) => $type === 'promptEnhancement');
  const echoed = steps.find(({ $type }) => $type === 'imageGen')?.prompt;
  return enhancement && (enhancement.enhancedPrompt ?? echoed);
}

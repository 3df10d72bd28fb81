import type { ImageWarning, MissingImage } from '@grok-image/core';
import { excerpt } from '@grok-image/core/internal';
import { collectAdvice } from '../workflow/advice.ts';
import { reasonsOf } from '../workflow/reasons.ts';
import type { Workflow, WorkflowBlob, WorkflowStep } from '../workflow/workflow.ts';

/** An image that a workflow made. */
export interface WorkflowImage {
  readonly blob: WorkflowBlob;
  /** Name of its step. */
  readonly step: string;
  /** Its place among the images of the call. */
  readonly index: number;
}

/** What a finished workflow made, and why the rest is missing. */
export interface WorkflowResult {
  readonly images: readonly WorkflowImage[];
  /** The prompt as the enhancement step rewrote it. */
  readonly revisedPrompt: string | undefined;
  readonly warnings: readonly ImageWarning[];
  readonly missing: readonly MissingImage[];
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
  const images: WorkflowImage[] = [];
  const missing: MissingImage[] = [];
  const messages: string[] = [];
  let index = 0;
  for (const { step, name } of imageSteps) {
    const before = missing.length;
    const expected = Math.max(step.quantity ?? 0, step.images.length);
    for (let place = 0; place < expected; place += 1, index += 1) {
      const blob = step.images[place];
      if (blob && isDeliverable(blob, hideMatureContent)) images.push({ blob, step: name, index });
      else missing.push({ index, reason: reasonFor(step, hideMatureContent) });
    }
    if (missing.length > before || step.status !== 'succeeded') {
      messages.push(missingImages(step, name, missing.length - before, hideMatureContent, adviceOf(id)));
    }
  }
  const unexplained = (n ?? 0) - index;
  for (; index < (n ?? 0); index += 1) missing.push({ index, reason: 'did not come back' });
  if (n !== undefined && images.length > n) {
    messages.push(`${images.length} images came, although ${n} were asked for.`);
  }
  if (unexplained > 0) messages.push(`${unexplained} of ${n} images did not come back.${adviceOf(id)}`);
  return {
    images,
    revisedPrompt: revisedPromptOf(steps),
    warnings: messages.map(message => ({ type: 'other', message })),
    missing,
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
  const reason = reasonFor(step, hideMatureContent);
  // E.g. one that ran out of time after the last image.
  if (missing === 0 && step.images.length > 0) {
    const why = reasonsOf(step).length === 0 ? '' : ` (${reason})`;
    return `Step ${name} ended as ${step.status ?? 'unknown'}${why}, but all its images came.`;
  }
  const hasSucceeded = step.status === 'succeeded';
  const outcome = hasSucceeded ? '' : `, which ended as ${step.status ?? 'unknown'},`;
  // Without a reason, the answer may have lost what the step made.
  const lookAgain = hasSucceeded && reasonsOf(step).length === 0 ? advice : '';
  return `${count} of step ${name}${outcome} ${verb} missing: ${reason}.${lookAgain}`;
}

/** Why images of a step are missing, without a full stop at the end. */
function reasonFor(step: WorkflowStep, hideMatureContent: boolean): string {
  const hidden = hideMatureContent ? ['mature images are hidden, as hideMatureContent asks'] : [];
  const reasons = reasonsOf(step);
  const reason = excerpt((reasons.length > 0 ? reasons : hidden).join('; '), 2000);
  return reason.replace(/\.$/, '') || 'the service gave no reason';
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

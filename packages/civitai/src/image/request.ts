import {
  invalidArgument,
  type AskedPicture,
  type ImageParameters,
  type ImageWarning,
} from '@grok-image/core';
import type { Reference, StepTemplate, WorkflowTemplate } from '../workflow/template.ts';
import type { ModelRecipe } from './model.ts';
import type { ReadOptions } from './options.ts';

/** A workflow, ready to be submitted. */
export interface WorkflowRequest {
  readonly body: WorkflowTemplate;
  readonly warnings: readonly ImageWarning[];
  /** What the images are asked to be. */
  readonly asked: AskedPicture;
}

/** What makes one request different from an equal one. */
export interface RequestKeys {
  readonly externalId: string | undefined;
  /** A new text at every call. */
  readonly createNonce: () => string;
}

const enhanceStep = 'enhance';

/** The source images of an edit as they are sent, and its mask. */
export interface SentImages {
  readonly images: readonly string[];
  readonly mask?: string | undefined;
}

/**
 * Maps one request of the core to one workflow, whatever `n`. Does no IO.
 *
 * @param sent - the sources of an edit, see `toSources`
 * @throws InvalidArgumentError for what the service would refuse, before anything is sent
 */
export function toWorkflow(
  request: Pick<ImageParameters, 'prompt' | 'n' | 'aspectRatio' | 'size' | 'seed'>,
  { images, mask }: SentImages,
  options: ReadOptions,
  recipe: Pick<ModelRecipe, 'plan'>,
  { externalId, createNonce }: RequestKeys,
): WorkflowRequest {
  const { prompt } = request;
  if (prompt === undefined) throw invalidArgument('prompt', prompt, 'a text; Civitai edits need one too');
  const { prompt: text, n, aspectRatio, size, seed } = request;
  const asked = {
    prompt: text,
    n,
    aspectRatio,
    size,
    seed,
    sources: images.length,
    hasMask: mask !== undefined,
  };
  const plan = recipe.plan(asked, options);
  const { perStep } = plan;
  const { enhancePrompt, dedupe } = options;
  const { currencies, tags, metadata, callbacks, allowMatureContent, upgradeMode } = options;
  const settings = {
    priority: options.priority,
    timeout: options.stepTimeout === undefined ? undefined : toTimeSpan(options.stepTimeout),
    retries: options.retries,
  };
  const stepCount = Math.ceil(n / perStep);
  const sources = placeSources(images, mask, stepCount);
  const imageSteps = Array.from({ length: stepCount }, (_, index): StepTemplate => {
    const name = `image-${index + 1}`;
    return {
      $type: 'imageGen',
      name,
      ...settings,
      input: plan.toInput({
        prompt: enhancePrompt ? { $ref: enhanceStep, path: 'output.enhancedPrompt' } : prompt,
        images: sources.images,
        mask: sources.mask,
        quantity: Math.min(perStep, n - index * perStep),
        index,
        imageMetadata: dedupe ? sameEveryTime(name, index) : createNonce(),
      }),
    };
  });
  const enhance: StepTemplate = {
    $type: 'promptEnhancement',
    name: enhanceStep,
    ...settings,
    input: { ecosystem: plan.ecosystem, prompt },
  };
  return {
    body: {
      steps: enhancePrompt ? [enhance, ...imageSteps] : imageSteps,
      arguments: sources.values,
      currencies,
      tags,
      metadata,
      callbacks,
      allowMatureContent,
      upgradeMode,
      experimental: options.experimental,
      ephemeral: options.ephemeral,
      externalId,
    },
    warnings: plan.warnings,
    asked: plan.asked,
  };
}

/** What a call may say that only collects a workflow: how it is watched and what is left out. */
const collecting = ['workflowId', 'wait', 'hideMatureContent'];

/** Names what a call asks for in vain, as the workflow that it collects is what it was submitted as. */
export function toCollectWarnings(
  request: Pick<ImageParameters, 'n' | 'aspectRatio' | 'size' | 'seed' | 'sources' | 'mask'>,
  options: ReadOptions,
): ImageWarning[] {
  const { n, aspectRatio, size, seed, sources, mask } = request;
  // One image is what is asked for by a call that says nothing.
  const asked = {
    n: n > 1,
    aspectRatio,
    size,
    seed: seed !== undefined,
    files: sources.length > 0,
    mask,
  };
  const names = Object.entries(asked).flatMap(([name, value]) => (value ? [name] : []));
  const others = Object.keys(options).filter(name => !collecting.includes(name));
  const unused = [...names, ...others.map(name => `providerOptions.civitai.${name}`)];
  if (unused.length === 0) return [];
  const message = `Workflow ${options.workflowId} is collected as it was submitted; not used: ${unused.join(', ')}.`;
  return [{ type: 'other', message }];
}

/**
 * Equal steps are answered with equal images: the steps of one workflow have to differ among themselves even where the
 * workflow as a whole may be answered with an earlier one.
 */
function sameEveryTime(name: string, index: number): string | undefined {
  return index === 0 ? undefined : name;
}

/** Sources stand in the step that needs them; for several steps they travel once, as they may have many MB. */
function placeSources(
  images: readonly string[],
  mask: string | undefined,
  stepCount: number,
): {
  images?: (string | Reference)[] | undefined;
  mask?: string | Reference | undefined;
  values?: Record<string, string> | undefined;
} {
  if (images.length === 0) return {};
  if (stepCount === 1) return { images: [...images], mask };
  const named = images.map((image, index): [string, string] => [`image${index + 1}`, image]);
  return {
    images: named.map(([path]) => ({ $ref: '$arguments', path })),
    mask: mask === undefined ? undefined : { $ref: '$arguments', path: 'mask' },
    values: { ...Object.fromEntries(named), ...(mask !== undefined && { mask }) },
  };
}

/** Milliseconds as the service's duration, `hh:mm:ss` with a fraction where there is one. */
function toTimeSpan(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(part =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  const fraction = milliseconds % 1000;
  return parts.join(':') + (fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`);
}

import type { AskedPicture, ImageParameters, ImageWarning, ModelCapabilities } from '@grok-image/core';
import type { ImageGenInput, Reference } from '../workflow/template.ts';
import type * as z from 'zod/v4';
import type { ReadOptions } from './options.ts';

/** As many as one call can ask for: a workflow takes any number of steps, and one workflow is one submit, wait and cancel. */
export const maxImagesPerRequest = 1000;

/** What of a call decides what a step is given; how many source images there are, not which. */
export interface AskedImages extends Pick<ImageParameters, 'prompt' | 'n' | 'aspectRatio' | 'size' | 'seed'> {
  readonly sources: number;
  readonly hasMask: boolean;
}

/** What differs from step to step. */
export interface StepParts {
  readonly prompt: string | Reference;
  /** `undefined` where the image is made from text alone. */
  readonly images: (string | Reference)[] | undefined;
  readonly mask: string | Reference | undefined;
  /** Images of this step. */
  readonly quantity: number;
  /** Its place among the steps. */
  readonly index: number;
  readonly imageMetadata: string | undefined;
}

/** How the steps of one call are made. */
export interface StepPlan {
  readonly warnings: readonly ImageWarning[];
  /** What the images are asked to be. */
  readonly asked: AskedPicture;
  /** Images of one step. */
  readonly perStep: number;
  /** What a prompt is enhanced for. */
  readonly ecosystem: string;
  toInput(parts: StepParts): ImageGenInput;
}

/** What a model takes; everything that differs between the engines. */
export interface CivitaiModel {
  /** Its id without aliases. */
  readonly id: string;
  readonly capabilities: Pick<
    ModelCapabilities,
    'aspectRatios' | 'resolutions' | 'maxFiles' | 'mask' | 'seed'
  >;
  /** What a call costs by the published prices; `undefined` where it pays nothing. */
  readonly describePrice: (
    parameters: Pick<ImageParameters, 'n' | 'sources' | 'options'>,
  ) => string | undefined;
  /**
   * Gets what maps its calls, which for other engines than Grok's is loaded with the first of them.
   *
   * @param given - the options of a call; what is said of those that the model does not have may be loaded, too
   */
  readonly recipe: (given: unknown) => Promise<ModelRecipe>;
}

/** What maps the calls of a model. */
export interface ModelRecipe {
  /** The schema of its options, made when it is asked for first. */
  readonly optionsSchema: () => z.ZodObject;
  /** @throws InvalidArgumentError for an option that is not known or not accepted */
  readonly readOptions: (given: unknown) => ReadOptions;
  /** @throws InvalidArgumentError for what the model does not take */
  readonly plan: (asked: AskedImages, options: ReadOptions) => StepPlan;
}

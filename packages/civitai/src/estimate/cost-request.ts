import { patternSchema, wholeNumberSchema } from '@grok-image/core';
import { lazyFields } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { maxImagesPerRequest, type CivitaiImageModelId } from '../image/models.ts';
import { optionFields, type CivitaiImageOptionsShape, type ReadOptions } from '../image/options.ts';

/** What a request would be: the options of a call, without those that are about one workflow only. */
export interface CivitaiCostRequest extends Omit<
  ReadOptions,
  'callbacks' | 'dedupe' | 'ephemeral' | 'externalId' | 'wait' | 'workflowId'
> {
  model: CivitaiImageModelId;
  /** Images, 1 to 1000, default 1. */
  n?: number | undefined;
  /** Default a placeholder: the price does not depend on it. */
  prompt?: string | undefined;
  /** `'WxH'` in pixels. */
  size?: string | undefined;
  abortSignal?: AbortSignal | undefined;
}

/** A schema for each field; an option that a preview has no use for is checked as well. */
type CivitaiCostRequestShape = CivitaiImageOptionsShape & {
  model: z.ZodType<CivitaiImageModelId>;
  n: z.ZodOptional<z.ZodType<number>>;
  prompt: z.ZodOptional<z.ZodType<string>>;
  size: z.ZodOptional<z.ZodType<string>>;
};

/**
 * The schema of what `estimateCost` is asked, without its signal.
 *
 * @example
 * const { properties } = z.toJSONSchema(civitaiCostRequestSchema, { io: 'input' }); // for a form or a command line
 */
export const civitaiCostRequestSchema: z.ZodObject<CivitaiCostRequestShape, z.core.$strict> = z.strictObject(
  lazyFields<CivitaiCostRequestShape>({
    model: () => z.string('the id of a model').describe("Id of a model, e.g. 'grok-imagine-image'."),
    n: () => wholeNumberSchema(1, maxImagesPerRequest).optional().describe('Images, 1 to 1000, default 1.'),
    prompt: () =>
      z.string('a text').optional().describe('Default a placeholder: the price does not depend on it.'),
    size: () =>
      patternSchema(/^\d+x\d+$/, "'widthxheight' in pixels")
        .optional()
        .describe("'WxH' in pixels."),
    ...optionFields,
  }),
);

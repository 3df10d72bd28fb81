import { parseStrict, patternSchema, wholeNumberSchema } from '@grok-image/core';
import { lazyFields } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { EngineOptions } from '../engines/generated/option-types.ts';
import { maxImagesPerRequest, type ModelRecipe } from '../image/model.ts';
import type { CivitaiImageModelId } from '../image/models.ts';
import { optionFields, type CivitaiImageOptionsShape, type ReadOptions } from '../image/options.ts';

/** What is about one workflow only. */
type OfOneWorkflow = 'callbacks' | 'dedupe' | 'ephemeral' | 'externalId' | 'wait' | 'workflowId';

/** What of a call a price is asked for. */
interface AskedCall {
  model: CivitaiImageModelId;
  /** Images, 1 to 1000, default 1. */
  n?: number | undefined;
  /** Default a placeholder: the price does not depend on it. */
  prompt?: string | undefined;
  /** `'WxH'` in pixels. */
  size?: string | undefined;
  abortSignal?: AbortSignal | undefined;
}

/** What a request would be: the options of a call, without those that are about one workflow only. */
export interface CivitaiCostRequest extends AskedCall, Omit<ReadOptions, OfOneWorkflow> {}

/** The same for a model of another engine than Grok's, with the options of all of them. */
export type CivitaiEngineCostRequest = AskedCall &
  Omit<ReadOptions, OfOneWorkflow | 'resolution' | 'quality'> &
  Omit<EngineOptions, 'mask'> & { mask?: string | Uint8Array | undefined };

/** A schema for each field; an option that a preview has no use for is checked as well. */
type CivitaiCostRequestShape = CivitaiImageOptionsShape & {
  model: z.ZodType<CivitaiImageModelId>;
  n: z.ZodOptional<z.ZodType<number>>;
  prompt: z.ZodOptional<z.ZodType<string>>;
  size: z.ZodOptional<z.ZodType<string>>;
};

/** What builds the schema of each field that is no option. */
const askedFields = {
  model: () => z.string('the id of a model').describe("Id of a model, e.g. 'grok-imagine-image'."),
  n: () => wholeNumberSchema(1, maxImagesPerRequest).optional().describe('Images, 1 to 1000, default 1.'),
  prompt: () =>
    z.string('a text').optional().describe('Default a placeholder: the price does not depend on it.'),
  size: () =>
    patternSchema(/^\d+x\d+$/, "'widthxheight' in pixels")
      .optional()
      .describe("'WxH' in pixels."),
};

/**
 * The schema of what `estimateCost` is asked about a model of Grok, without its signal.
 *
 * @example
 * const { properties } = z.toJSONSchema(civitaiCostRequestSchema, { io: 'input' }); // for a form or a command line
 */
export const civitaiCostRequestSchema: z.ZodObject<CivitaiCostRequestShape, z.core.$strict> = z.strictObject(
  lazyFields<CivitaiCostRequestShape>({ ...askedFields, ...optionFields }),
);

/** A checked question about a price: what the call is, and its options. */
export interface CheckedCostRequest {
  readonly asked: {
    readonly n?: number | undefined;
    readonly prompt?: string | undefined;
    readonly size?: string | undefined;
  };
  readonly options: ReadOptions;
}

/**
 * Checks what `estimateCost` is asked.
 *
 * @throws InvalidArgumentError naming what is not accepted
 */
export function readCostRequest(
  given: Readonly<Record<string, unknown>>,
  recipe: ModelRecipe,
): CheckedCostRequest {
  const options = recipe.optionsSchema().shape;
  const asked = lazyFields<Pick<CivitaiCostRequestShape, 'model' | 'n' | 'prompt' | 'size'>>(askedFields);
  parseStrict(z.strictObject({ ...asked, ...options }), given, '');
  const own = Object.entries(given).filter(([name]) => Object.hasOwn(options, name));
  return { asked: z.object(asked).parse(given), options: recipe.readOptions(Object.fromEntries(own)) };
}

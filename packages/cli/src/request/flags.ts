import { listSchema, textSchema, wholeNumberSchema } from '@grok-image/core';
import * as z from 'zod/v4';

type Ratio = `${number}:${number}`;
type Size = `${number}x${number}`;

const ratioWords = "'width:height' with both above 0, e.g. '16:9', or auto";
const sizeWords = "'widthxheight' in pixels with both above 0, e.g. '1024x768'";
const positive = String.raw`(?=[\d.]*[1-9])\d{1,6}(?:\.\d{1,6})?`;

function isRatio(value: unknown): value is Ratio | 'auto' {
  return typeof value === 'string' && new RegExp(`^(?:auto|${positive}:${positive})$`).test(value);
}

function isSize(value: unknown): value is Size {
  return typeof value === 'string' && /^[1-9]\d{0,5}x[1-9]\d{0,5}$/.test(value);
}

/** A schema for each flag of a request. */
type RequestShape = {
  readonly n: z.ZodDefault<z.ZodInt>;
  readonly ratio: z.ZodOptional<z.ZodType<Ratio | 'auto'>>;
  readonly size: z.ZodOptional<z.ZodType<Size>>;
  readonly seed: z.ZodOptional<z.ZodInt>;
  readonly edit: z.ZodOptional<z.ZodArray<z.ZodString>>;
};

/** What is asked for, beside the options of the model. */
export const requestShape: RequestShape = {
  n: wholeNumberSchema(1, 1000).default(1).meta({ short: 'n' }).describe('Images, 1 by default.'),
  ratio: z
    .custom<Ratio | 'auto'>(isRatio, ratioWords)
    .optional()
    .meta({ type: 'string', value: 'w:h' })
    .describe('Aspect ratio, e.g. 16:9, or auto.'),
  size: z
    .custom<Size>(isSize, sizeWords)
    .optional()
    .meta({ type: 'string', value: 'wxh' })
    .describe('Pixels, mapped to ratio and resolution with a warning.'),
  seed: z.int('a whole number').optional().describe('Where a model has one.'),
  edit: listSchema(textSchema(), { least: 1 })
    .optional()
    .meta({ value: 'file' })
    .describe('Source image to change, a file or an http(s) address; may be repeated.'),
};

/** The values of these flags. */
export type RequestValues = z.output<z.ZodObject<RequestShape>>;

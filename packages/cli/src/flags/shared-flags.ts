import { listSchema, textSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { serviceWords } from '../services/choice.ts';
import { defaultModel } from '../services/model-options.ts';
import { flagsOf, type Flag, type FlagSchema } from './flag.ts';

/** Flags that every command has. */
const sharedSchema: FlagSchema = z.strictObject({
  json: z
    .boolean()
    .optional()
    .describe('One JSON object a line on standard output, all else on standard error.'),
});

/** Flags of the commands that ask a service. */
const serviceSchema: FlagSchema = z.strictObject({
  service: textSchema().optional().describe(`Who is asked: ${serviceWords} Default xai.`),
  model: textSchema().optional().meta({ short: 'm', value: 'id' }).describe(`Default ${defaultModel}.`),
});

/** The flag by which every option of a model can be said. */
const optionSchema: FlagSchema = z.strictObject({
  option: listSchema(textSchema())
    .optional()
    .meta({ value: 'key=value' })
    .describe('Any option of the model by its own name; may be repeated.'),
});

export const sharedFlags: readonly Flag[] = flagsOf(sharedSchema);
export const serviceFlags: readonly Flag[] = flagsOf(serviceSchema);
export const optionFlags: readonly Flag[] = flagsOf(optionSchema);

import * as z from 'zod/v4';
import { aspectRatios, maxQuantity, maxSources, outputFormats, qualities } from './facts.ts';
import { resolutions, type StepType } from './facts.ts';
import type { JsonObject } from './json.ts';
import { orReference } from './reference.ts';

/**
 * Input of the steps that the emulator plays, by version and operation. Source: Civitai orchestration OpenAPI document
 * v2, 2026-08-20 (`GrokCreateImageGenInput`, `GrokEditImageGenInput`, `GrokV2CreateImageGenInput`,
 * `GrokV2EditImageGenInput`, `PromptEnhancementInput`).
 */
const text = orReference(z.string());
const common = {
  engine: z.literal('grok'),
  prompt: text,
  quantity: orReference(z.int().min(1).max(maxQuantity)).optional(),
  outputFormat: orReference(z.enum(outputFormats)).optional(),
  imageMetadata: text.nullish(),
};
const images = orReference(
  z
    .array(orReference(z.string().min(1)))
    .min(1)
    .max(maxSources),
);
const tiers = {
  resolution: orReference(z.enum(resolutions)).optional(),
  quality: orReference(z.enum(qualities)).optional(),
};
const aspectRatio = orReference(z.enum(aspectRatios)).optional();
const anyAspectRatio = orReference(z.enum(['auto', ...aspectRatios])).optional();

const v1 = { version: z.literal('v1.0').nullish() };
const v2 = { version: z.literal('v2.0') };
const create = z.literal('createImage');
const edit = { operation: z.literal('editImage') };

const imageInput = z.discriminatedUnion('version', [
  z.discriminatedUnion('operation', [
    z.strictObject({ ...common, ...v1, operation: create, aspectRatio }),
    z.strictObject({ ...common, ...v1, ...edit, images }),
  ]),
  z.discriminatedUnion('operation', [
    z.strictObject({ ...common, ...v2, ...tiers, operation: create.nullish(), aspectRatio }),
    z.strictObject({ ...common, ...v2, ...tiers, ...edit, aspectRatio: anyAspectRatio, images }),
  ]),
]);

const some = orReference(z.string().min(1));
const enhancementInput = z.strictObject({
  ecosystem: some,
  prompt: some,
  negativePrompt: text.nullish(),
  temperature: orReference(z.number().min(0).max(1)).nullish(),
  instruction: text.nullish(),
  images: orReference(z.array(text)).nullish(),
});

/** The schema of a step's `input`, by its `$type`. */
export const inputSchemas: Readonly<Record<StepType, z.ZodType<JsonObject>>> = {
  imageGen: imageInput,
  promptEnhancement: enhancementInput,
};

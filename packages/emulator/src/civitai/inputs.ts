import * as z from 'zod/v4';
import type { CivitaiPriceName, Operation, Quality, Resolution } from '../options/civitai.ts';
import { aspectRatios, maxQuantity, maxSources, outputFormats, qualities } from './facts.ts';
import { resolutions, type StepType, type Version } from './facts.ts';
import { type JsonObject, listOf, orReference, textOf, wordOf } from './json.ts';

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
const source = orReference(z.string().min(1));
const images = orReference(z.array(source).min(1).max(maxSources));
const aspectRatio = orReference(z.enum(aspectRatios)).optional();
const anyAspectRatio = orReference(z.enum(['auto', ...aspectRatios])).optional();

const v1 = { ...common, version: z.literal('v1.0').nullish() };
const v2 = {
  ...common,
  version: z.literal('v2.0'),
  resolution: orReference(z.enum(resolutions)).optional(),
  quality: orReference(z.enum(qualities)).optional(),
};
const create = z.literal('createImage');
const edit = { operation: z.literal('editImage'), images };

const imageInput = z.discriminatedUnion('version', [
  z.discriminatedUnion('operation', [
    z.strictObject({ ...v1, operation: create, aspectRatio }),
    z.strictObject({ ...v1, ...edit }),
  ]),
  z.discriminatedUnion('operation', [
    z.strictObject({ ...v2, operation: create.nullish(), aspectRatio }),
    z.strictObject({ ...v2, ...edit, aspectRatio: anyAspectRatio }),
  ]),
]);

const enhancementInput = z.strictObject({
  ecosystem: source,
  prompt: source,
  negativePrompt: text.nullish(),
  temperature: orReference(z.number().min(0).max(1)).nullish(),
  instruction: text.nullish(),
  images: orReference(z.array(text)).nullish(),
});

export const inputSchemas: Readonly<Record<StepType, z.ZodType<JsonObject>>> = {
  imageGen: imageInput,
  promptEnhancement: enhancementInput,
};

/** Input of a Grok `imageGen` step with defaults filled in. */
export interface ImageInput {
  readonly version: Version;
  readonly operation: Operation;
  readonly prompt: string;
  readonly quantity: number;
  /** Absent for an edit with v1.0, whose shape follows the source. */
  readonly aspectRatio?: string | undefined;
  /** With v2.0 only, like `quality`. */
  readonly resolution?: Resolution | undefined;
  readonly quality?: Quality | undefined;
  readonly images?: readonly string[] | undefined;
  readonly outputFormat?: (typeof outputFormats)[number] | undefined;
  readonly imageMetadata?: string | undefined;
}

/** Reads an input that fits its schema. References that are still in it count as absent. */
export function readImageInput(input: JsonObject): ImageInput {
  const isV2 = input['version'] === 'v2.0';
  const isEdit = input['operation'] === 'editImage';
  const ratio = textOf(input['aspectRatio']) ?? (isEdit ? 'auto' : '1:1');
  return {
    version: isV2 ? 'v2.0' : 'v1.0',
    operation: isEdit ? 'editImage' : 'createImage',
    prompt: textOf(input['prompt']) ?? '',
    quantity: typeof input['quantity'] === 'number' ? input['quantity'] : 1,
    aspectRatio: isV2 || !isEdit ? ratio : undefined,
    resolution: isV2 ? (wordOf(resolutions, input['resolution']) ?? '2k') : undefined,
    quality: isV2 ? (wordOf(qualities, input['quality']) ?? 'medium') : undefined,
    images: isEdit ? listOf(input['images']).flatMap(image => textOf(image) ?? []) : undefined,
    outputFormat: wordOf(outputFormats, input['outputFormat']),
    imageMetadata: textOf(input['imageMetadata']),
  };
}

/** The input as an answer shows it: discriminators first, defaults filled in, references still in place. */
export function echoImageInput(input: JsonObject): JsonObject {
  const { version, operation, ...filled } = readImageInput(input);
  const discriminators = { engine: 'grok', version, operation };
  return { ...discriminators, ...filled, ...input, ...discriminators };
}

export function priceName(input: ImageInput): CivitaiPriceName {
  const { version, operation, quality = 'medium', resolution = '2k' } = input;
  return version === 'v1.0' ? `v1.0 ${operation}` : `v2.0 ${operation} ${quality} ${resolution}`;
}

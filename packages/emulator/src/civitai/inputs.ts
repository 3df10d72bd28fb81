import * as z from 'zod/v4';
import { type PixelSize, pixelSize, pixelSizeLike, type Resolution } from '../picture/pixel-size.ts';
import type { StepType } from './facts.ts';
import {
  type JsonObject,
  isObject,
  isReference,
  listOf,
  objectOf,
  orReference,
  textOf,
  wordOf,
} from './json.ts';
import { checkInput, defaultsOf, findVariant } from './published/published-inputs.ts';

/**
 * Input of the steps that the emulator plays: of `imageGen` by the schemas that the service publishes, of
 * `promptEnhancement` from its OpenAPI document v2, 2026-08-20 (`PromptEnhancementInput`).
 */
const imageInput: z.ZodType<JsonObject> = z.record(z.string(), z.unknown()).superRefine((input, context) => {
  for (const { path, message, surplus } of checkInput(input)) {
    if (surplus === undefined) context.addIssue({ code: 'custom', path: [...path], message });
    else context.addIssue({ code: 'unrecognized_keys', keys: [surplus], path: [...path], message, input });
  }
});

const text = orReference(z.string());
const source = orReference(z.string().min(1));

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

export interface ImageInput {
  readonly filled: JsonObject;
  /** What makes the images, in words for people, with checkpoint and LoRAs. */
  readonly model: string;
  readonly isEdit: boolean;
  readonly prompt: string;
  readonly quantity: number;
  readonly images: readonly string[];
  readonly mask: string | undefined;
  readonly seed: number | undefined;
  readonly outputFormat: (typeof outputFormats)[number] | undefined;
}

const outputFormats = ['jpeg', 'png', 'webP'] as const;

/** Reads an input that fits its schema. References that are still in it count as absent. */
export function readImageInput(input: JsonObject): ImageInput {
  const given = Object.entries(input).filter(([, value]) => value !== null && !isReference(value));
  const filled = fillIn(Object.fromEntries(given));
  const images = [...listOf(filled['images']), filled['image']].flatMap(image => textOf(image) ?? []);
  const count = filled['quantity'] ?? filled['numImages'];
  return {
    filled,
    model: nameOf(filled),
    isEdit: images.length > 0,
    prompt: textOf(filled['prompt']) ?? '',
    quantity: typeof count === 'number' ? count : 1,
    images,
    mask: textOf(filled['mask'] ?? filled['maskImage']),
    seed: typeof filled['seed'] === 'number' ? filled['seed'] : undefined,
    outputFormat: wordOf(outputFormats, filled['outputFormat']),
  };
}

/** What an AIR ends with: the resource and its version. */
function short(air: unknown): string {
  return String(air).replace(/^.*:/, '');
}

/** Fields that say what makes the images, the four names of a checkpoint among them. */
const namedBy =
  'engine ecosystem model diffuserModel diffusionModel checkpointModel modelVersion version'.split(' ');

/** E.g. `grok v1.0`, or `sdcpp sdxl 101055@128078 + 82098@87153 × 0.8`. */
function nameOf({ loras, ...input }: JsonObject): string {
  const words = namedBy.flatMap(name => textOf(input[name]) ?? []);
  const listed = listOf(loras).map(objectOf);
  const weights = isObject(loras)
    ? Object.entries(loras)
    : listed.map(({ air, strength = 1 }) => [air, strength]);
  const shown = weights.map(([air, weight]) => `${short(air)} × ${String(weight)}`);
  return [words.map(short).join(' '), ...shown].join(' + ');
}

/** An input with what the service takes for the fields that it leaves out: discriminators first. */
export function fillIn(input: JsonObject): JsonObject {
  const found = findVariant(input);
  if (!('variant' in found)) return input;
  const { discriminators } = found.variant;
  return { ...discriminators, ...defaultsOf(found.variant), ...input, ...discriminators };
}

/** Pixels of the words of `imageSize` (fal.ai, 2026-08). */
const wordSizes: Readonly<Record<string, string>> = {
  square_hd: '1024x1024',
  square: '512x512',
  portrait_4_3: '768x1024',
  portrait_16_9: '576x1024',
  landscape_4_3: '1024x768',
  landscape_16_9: '1024x576',
};

/** Tiers in the words of all engines; Grok v1.0 and those without any make the first. */
const tiers: Readonly<Record<string, Resolution>> = {
  '1k': '1k',
  '2k': '2k',
  '4k': '4k',
  medium: '1k',
  large: '2k',
};

/** The pixel size that an input asks for. An edit without one follows its first source. */
export function sizeOf({ filled }: ImageInput, [first]: readonly PixelSize[]): PixelSize {
  const { width, height, size, imageSize, aspectRatio, resolution } = filled;
  if (typeof width === 'number' && typeof height === 'number') return { width, height };
  const [, across, down] = /^(\d+)x(\d+)$/.exec(wordSizes[String(imageSize)] ?? String(size)) ?? [];
  if (across !== undefined) return { width: Number(across), height: Number(down) };
  const tier = tiers[String(resolution ?? size).toLowerCase()] ?? '1k';
  const ratio = textOf(aspectRatio) ?? 'auto';
  if (ratio !== 'auto') return pixelSize(ratio, tier);
  return first === undefined ? pixelSize('1:1', tier) : pixelSizeLike(first, tier);
}

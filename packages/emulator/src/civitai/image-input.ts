import type { CivitaiPriceName, Operation, Quality, Resolution } from '../options/civitai.ts';
import { outputFormats, qualities, resolutions } from './facts.ts';
import type { Version } from './facts.ts';
import { type JsonObject, listOf, textOf, wordOf } from './json.ts';

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

/** Under which name an image is priced. */
export function priceName(input: ImageInput): CivitaiPriceName {
  const { version, operation, quality = 'medium', resolution = '2k' } = input;
  return version === 'v1.0' ? `v1.0 ${operation}` : `v2.0 ${operation} ${quality} ${resolution}`;
}

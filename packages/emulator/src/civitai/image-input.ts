import { type Operation, outputFormats, qualities, type Quality, type Resolution } from './facts.ts';
import { resolutions, type Version } from './facts.ts';
import { type JsonObject, listOf, textOf, wordOf } from './json.ts';
import type { CivitaiPriceName } from '../options/civitai.ts';

/** Input of a Grok `imageGen` step with defaults filled in. */
export interface ImageInput {
  readonly version: Version;
  readonly operation: Operation;
  readonly prompt: string;
  readonly quantity: number;
  /** Absent for an edit with v1.0, whose shape follows the source. */
  readonly aspectRatio?: string;
  readonly resolution?: Resolution;
  readonly quality?: Quality;
  readonly images?: readonly string[];
  readonly outputFormat?: (typeof outputFormats)[number];
  readonly imageMetadata?: string;
}

/** Reads an input that has passed the rules. References that are still in it count as absent. */
export function readImageInput(input: JsonObject): ImageInput {
  const isV2 = input['version'] === 'v2.0';
  const isEdit = input['operation'] === 'editImage';
  const ratio = textOf(input['aspectRatio']) ?? (isEdit ? 'auto' : '1:1');
  const outputFormat = wordOf(outputFormats, input['outputFormat']);
  const imageMetadata = textOf(input['imageMetadata']);
  return {
    version: isV2 ? 'v2.0' : 'v1.0',
    operation: isEdit ? 'editImage' : 'createImage',
    prompt: textOf(input['prompt']) ?? '',
    quantity: typeof input['quantity'] === 'number' ? input['quantity'] : 1,
    ...(isV2 || !isEdit ? { aspectRatio: ratio } : {}),
    ...(isV2
      ? {
          resolution: wordOf(resolutions, input['resolution']) ?? '2k',
          quality: wordOf(qualities, input['quality']) ?? 'medium',
        }
      : {}),
    ...(isEdit ? { images: listOf(input['images']).flatMap(image => textOf(image) ?? []) } : {}),
    ...(outputFormat === undefined ? {} : { outputFormat }),
    ...(imageMetadata === undefined ? {} : { imageMetadata }),
  };
}

/** The input as an answer shows it: discriminators first, defaults filled in, references still in place. */
export function echoImageInput(input: JsonObject): JsonObject {
  const { version, operation, ...filled } = readImageInput(input);
  const given = Object.entries(input).filter(([key]) => !['engine', 'version', 'operation'].includes(key));
  return { engine: 'grok', version, operation, ...filled, ...Object.fromEntries(given) };
}

/** Under which name an image is priced. */
export function priceName({ version, operation, quality, resolution }: ImageInput): CivitaiPriceName {
  return version === 'v1.0'
    ? `v1.0 ${operation}`
    : `v2.0 ${operation} ${quality ?? 'medium'} ${resolution ?? '2k'}`;
}

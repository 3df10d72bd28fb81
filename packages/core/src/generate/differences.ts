import type { ImageWarning } from '../messages/warning.ts';
import type { JsonObject, JsonValue } from '../schema/json.ts';
import type { GeneratedImage } from '../image/generated-image.ts';

/** Sides are multiples of 16 pixels, which moves a ratio by up to 1.2 %; 19.5:9 and 20:9 are 2.6 % apart. */
const tolerance = 0.015;

/** Those whose pixels are published. */
const tiers = ['1k', '2k'];

/** Pixels between `1k` (about 1 megapixel) and `2k` (about 4). */
const betweenTiers = 2_000_000;

/** What was sent, in the words of the wire; what is absent was left to the service. */
export interface AskedPicture {
  /** `'width:height'`; anything else, as `'auto'`, asks for nothing. */
  readonly ratio?: string | undefined;
  /** `'WxH'` in pixels; compared in place of the ratio. */
  readonly size?: string | undefined;
  /** Compared where it is `'1k'` or `'2k'`. */
  readonly resolution?: string | undefined;
  /** `'jpeg'`, `'png'` or `'webp'`, in any case of letters. */
  readonly format?: string | undefined;
}

/**
 * Compares the images that came with what was asked for, by their own bytes: a warning for each way in which some are
 * something else, with their places.
 *
 * @example
 * findDifferences(images, { ratio: '16:9' }); // [{ type: 'compatibility', feature: 'aspectRatio', details: '…' }]
 */
export function findDifferences(images: readonly GeneratedImage[], asked: AskedPicture): ImageWarning[] {
  const found = new Map<string, { readonly feature: string; readonly places: JsonValue[] }>();
  for (const { metadata } of images) {
    for (const { feature, details } of differencesOf(metadata, asked)) {
      const same = found.get(details) ?? { feature, places: [] };
      same.places.push(metadata['index'] ?? 0);
      found.set(details, same);
    }
  }
  return Array.from(found, ([text, { feature, places }]): ImageWarning => {
    // Which ones: siblings may be as they were asked for.
    const which = images.length === 1 ? '' : ` (image ${places.join(', ')})`;
    return { type: 'compatibility', feature, details: `${text}${which}.` };
  });
}

/**
 * Compares what a service says of what it made with what was sent, in ways that no picture shows: a warning where it names
 * something else. What it does not say is no difference.
 *
 * @example
 * findEchoedDifference('version', 'v2.0', ['v1.0']); // [{ type: 'compatibility', feature: 'version', details: '…' }]
 */
export function findEchoedDifference(
  feature: string,
  asked: string | undefined,
  said: readonly (string | undefined)[],
): ImageWarning[] {
  const others = said.filter(one => one !== undefined && one.toLowerCase() !== asked?.toLowerCase());
  if (asked === undefined || others.length === 0) return [];
  const details = `${asked} was asked for, but the service says that it made ${[...new Set(others)].join(', ')}.`;
  return [{ type: 'compatibility', feature, details }];
}

interface Difference {
  readonly feature: string;
  readonly details: string;
}

function differencesOf(
  metadata: JsonObject,
  { ratio, size, resolution, format }: AskedPicture,
): Difference[] {
  const [width, height] = [Number(metadata['width']), Number(metadata['height'])];
  const came = `an image of ${width}x${height} pixels came`;
  const mediaType = String(metadata['mediaType']);
  return [
    ...(size && width > 0 && size !== `${width}x${height}` ? [difference('size', size, came)] : []),
    ...(ratio?.includes(':') && isFar(ratio, width / height) ? [difference('aspectRatio', ratio, came)] : []),
    ...(width > 0 && resolution && tiers.includes(resolution) && resolution !== tierOf(width * height)
      ? [difference('resolution', resolution, came)]
      : []),
    ...(format && mediaType !== `image/${format.toLowerCase()}`
      ? [difference('outputFormat', format, `${mediaType} came`)]
      : []),
  ];
}

function difference(feature: string, asked: string, came: string): Difference {
  return { feature, details: `${asked} was asked for, but ${came}` };
}

function isFar(ratio: string, quotient: number): boolean {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return Math.abs(Math.log(width / height / quotient)) > tolerance;
}

function tierOf(pixels: number): string {
  return pixels > betweenTiers ? '2k' : '1k';
}

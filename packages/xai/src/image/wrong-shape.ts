import type { GeneratedImage, ImageWarning } from '@grok-image/core';
import type { XaiRequestBody } from './request.ts';

/** Sides are multiples of 16 pixels, which moves a ratio by up to 1.2 %; 19.5:9 and 20:9 are 2.6 % apart. */
const tolerance = 0.015;

/** Pixels between `1k` (about 1 megapixel) and `2k` (about 4). */
const betweenTiers = 2_000_000;

/** Compares images with the ratio and resolution that were sent: one warning for each that is something else. */
export function findWrongShapes(
  images: readonly GeneratedImage[],
  { aspect_ratio: ratio, resolution }: XaiRequestBody,
): ImageWarning[] {
  return images.flatMap(({ metadata }): ImageWarning[] => {
    const [width, height] = [Number(metadata['width']), Number(metadata['height'])];
    const wrong = {
      aspectRatio: ratio?.includes(':') && isFar(ratio, width / height) ? ratio : undefined,
      resolution: resolution && resolution !== tierOf(width * height) ? resolution : undefined,
    };
    return Object.entries(wrong).flatMap(([feature, asked]) => {
      const details = `${asked} was asked for, but an image of ${width}x${height} pixels came.`;
      return asked === undefined ? [] : [{ type: 'compatibility' as const, feature, details }];
    });
  });
}

function isFar(ratio: string, quotient: number): boolean {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return Math.abs(Math.log(width / height / quotient)) > tolerance;
}

function tierOf(pixels: number): string {
  return pixels > betweenTiers ? '2k' : '1k';
}

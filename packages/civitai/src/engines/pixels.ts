import { invalidArgument, type ImageWarning } from '@grok-image/core';
import { farthestRatio, ratioDistance } from '@grok-image/core/internal';
import { limitOf, type Field } from './variant.ts';

/** Sides are multiples of it (developer.civitai.com, recipes of the engines, 2026-08). */
const grain = 16;

/** Sides of a model of which the service names none: those of the variant that makes images from text (same source). */
const usualLimits = { least: 256, most: 3840 };

/** Rounding moves a ratio by up to that much without being told. */
const tolerance = 0.015;

/** Width and height to send, and what to tell about them. */
export interface Pixels {
  /** `undefined` leaves both to the service. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly warnings: readonly ImageWarning[];
}

/**
 * Maps what was asked about shape to the sides of an image. A size is kept, rounded to multiples of 16 pixels; one that is
 * too large or too small keeps its ratio. A ratio is given the area that the model makes without being asked.
 *
 * @throws InvalidArgumentError for a size of more than twice or less than half the pixels that the model makes, and for a
 * ratio that is more than 20 % off what its sides allow
 */
export function toPixels(
  { aspectRatio, size }: { aspectRatio: string | undefined; size: string | undefined },
  field: Field,
): Pixels {
  const usual = Number(field.usual ?? 1024);
  const least = Math.max(grain, limitOf(field, 0) ?? usualLimits.least);
  const most = limitOf(field, 1) ?? usualLimits.most;
  const usualSize = { width: usual, height: usual };
  const asked = size ?? aspectRatio;
  if (asked === undefined) return { size: field.isRequired ? usualSize : undefined, warnings: [] };
  const name = size === undefined ? 'aspectRatio' : 'size';
  const wanted = size === undefined ? areaOf(asked, usual * usual) : sidesOf(asked, 'x');
  // With both, the ratio decides the shape and the size how large it is.
  const { width, height } =
    size !== undefined && aspectRatio !== undefined
      ? areaOf(aspectRatio, wanted.width * wanted.height)
      : wanted;
  const shrink = Math.min(1, most / Math.max(width, height));
  const grow = Math.max(1, least / (Math.min(width, height) * shrink));
  const scale = shrink * grow;
  const accepted = `sides from ${least} to ${most} pixels`;
  if (size !== undefined && (scale < Math.SQRT1_2 || scale > Math.SQRT2))
    throw invalidArgument(name, asked, accepted);
  const side = (pixels: number) =>
    Math.min(
      Math.floor(most / grain) * grain,
      Math.max(Math.ceil(least / grain) * grain, Math.round((pixels * scale) / grain) * grain),
    );
  const sent = { width: side(width), height: side(height) };
  const text = `${sent.width}x${sent.height}`;
  const distance = ratioDistance(`${sent.width}:${sent.height}`, `${width}:${height}`);
  if (distance > farthestRatio) throw invalidArgument(name, asked, `a shape with ${accepted}`);
  const isKept = size === undefined ? distance <= tolerance : text === size;
  const details = `Sides of this model are multiples of ${grain} pixels from ${least} to ${most}; for ${[size, aspectRatio].filter(Boolean).join(' and ')}, ${text} was sent.`;
  return { size: sent, warnings: isKept ? [] : [{ type: 'compatibility', feature: name, details }] };
}

function sidesOf(text: string, sign: string): { readonly width: number; readonly height: number } {
  const [width = 1, height = 1] = text.split(sign).map(Number);
  return { width, height };
}

function areaOf(ratio: string, area: number): { readonly width: number; readonly height: number } {
  const { width, height } = sidesOf(ratio, ':');
  return { width: Math.sqrt((area * width) / height), height: Math.sqrt((area * height) / width) };
}

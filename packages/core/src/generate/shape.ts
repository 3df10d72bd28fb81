import { invalidArgument } from '../messages/invalid-argument.ts';
import type { ImageWarning } from '../messages/warning.ts';

/** Farthest a ratio may be from what was asked: 20 %, measured by `ratioDistance`. */
export const farthestRatio: number = Math.log(1.2);

/** Images of more pixels than this are made in the next resolution tier. */
const onePointFiveMegapixels = 1_500_000;

/** Largest size that is mapped, in pixels: twice what the largest resolution has. A larger one would be paid and not kept. */
const mostPixels = 2 * 2048 * 2048;

/** What a model can do about shape. Lists are in the wire's own words. */
export interface ShapeRules {
  /** Ratios the model takes, e.g. `['1:1', '16:9']`; `undefined` passes any ratio on. */
  readonly ratios: readonly string[] | undefined;
  /** Whether the model has the resolutions `1k` and `2k`. */
  readonly resolutions: boolean;
}

/** The shape to send, and what to tell the caller about it. */
export interface Shape {
  readonly aspectRatio: string | undefined;
  readonly resolution: '1k' | '2k' | undefined;
  readonly warnings: readonly ImageWarning[];
}

/**
 * Maps `aspectRatio` and `size` to what a model takes: a listed ratio as it is, another one to the nearest
 * within 20 % with a warning, a size to ratio and resolution tier (up to 1.5 megapixels `1k`, above `2k`).
 * With both, `aspectRatio` decides the ratio and `size` the tier.
 *
 * @throws InvalidArgumentError when no listed ratio is within 20 %, or the size is more than twice what the largest tier has
 * @example
 * resolveShape({ aspectRatio: '21:9', size: undefined }, { ratios: ['20:9', '16:9'], resolutions: true });
 * // { aspectRatio: '20:9', resolution: undefined, warnings: [{ type: 'compatibility', ... }] }
 */
export function resolveShape(
  asked: { readonly aspectRatio: string | undefined; readonly size: string | undefined },
  rules: ShapeRules,
): Shape {
  const warnings: ImageWarning[] = [];
  const [width = 0, height = 0] = (asked.size ?? '').split('x').map(Number);
  if (width * height > mostPixels) {
    throw invalidArgument('size', asked.size, `at most ${mostPixels} pixels, twice those of 2048x2048`);
  }
  const ratioOfSize = asked.size === undefined ? undefined : toRatio(asked.size);
  const aspectRatio =
    asked.aspectRatio === undefined
      ? ratioOfSize && nearestRatio('size', asked.size, ratioOfSize, rules.ratios)
      : nearestRatio('aspectRatio', asked.aspectRatio, asked.aspectRatio, rules.ratios);

  if (
    asked.aspectRatio !== undefined &&
    aspectRatio !== asked.aspectRatio &&
    !sameRatio(aspectRatio, asked.aspectRatio)
  ) {
    warnings.push({
      type: 'compatibility',
      feature: 'aspectRatio',
      details: `${asked.aspectRatio} is not offered by this model; the nearest ratio, ${aspectRatio}, was sent.`,
    });
  }
  if (asked.size === undefined) return { aspectRatio, resolution: undefined, warnings };

  const resolution = rules.resolutions ? (width * height > onePointFiveMegapixels ? '2k' : '1k') : undefined;
  const sent = `aspect ratio ${aspectRatio}${resolution ? ` and resolution ${resolution}` : ''}`;
  warnings.push({
    type: 'compatibility',
    feature: 'size',
    details: `Exact pixel sizes are not offered by this model; for ${asked.size}, ${sent} was sent.`,
  });
  return { aspectRatio, resolution, warnings };
}

/** Whether two ratios or sizes are the same shape, e.g. `32:18` and `16:9`. */
function sameRatio(one: string | undefined, other: string): boolean {
  return one !== undefined && ratioDistance(one, other) < 1e-9;
}

/**
 * The ratio that is sent for one that was asked: itself where it is listed, else the nearest within 20 %.
 *
 * @param field - the argument that asked for it, and what it was given
 * @param accepted - listed ratios; `undefined` takes any
 * @throws InvalidArgumentError when none is near
 */
export function nearestRatio(
  field: string,
  given: unknown,
  ratio: string,
  accepted: readonly string[] | undefined,
): string {
  if (accepted === undefined || accepted.includes(ratio)) return ratio;
  const nearest = accepted
    .filter(candidate => candidate.includes(':'))
    .map(candidate => ({ candidate, distance: ratioDistance(candidate, ratio) }))
    .toSorted((one, other) => one.distance - other.distance)[0];
  // Negated, because the distance of `auto` is no number.
  if (nearest === undefined || !(nearest.distance <= farthestRatio + 1e-9)) {
    throw invalidArgument(field, given, `a shape within 20 % of ${accepted.join(', ')}`);
  }
  return nearest.candidate;
}

/** The ratio of a size in its lowest terms, e.g. `4:3` of `1024x768`. */
export function toRatio(size: string): string {
  const [width = 0, height = 0] = size.split('x').map(Number);
  let [divisor, rest] = [width, height];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return `${width / divisor}:${height / divisor}`;
}

/** How far two ratios are from each other: |ln(a / b)|. */
export function ratioDistance(one: string, other: string): number {
  return Math.abs(Math.log(quotient(one) / quotient(other)));
}

function quotient(ratio: string): number {
  const [width = Number.NaN, height = Number.NaN] = ratio.split(':').map(Number);
  return width / height;
}

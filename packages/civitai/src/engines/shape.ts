import { invalidArgument, type AskedPicture, type ImageWarning } from '@grok-image/core';
import { nearestRatio, ratioDistance, toRatio } from '@grok-image/core/internal';
import { toPixels } from './pixels.ts';
import type { Field, Variant } from './variant.ts';

/** What a call asks about the shape of its images. */
export interface AskedShape {
  readonly aspectRatio: string | undefined;
  readonly size: string | undefined;
  /** A tier that the caller has named. */
  readonly resolution: string | undefined;
}

/** Fields that say the shape, and what to tell about them. */
export interface EngineShape {
  readonly fields: Readonly<Record<string, string | number>>;
  readonly asked: AskedPicture;
  readonly warnings: readonly ImageWarning[];
}

/** Pixels of the words of `imageSize` (fal.ai, its documentation of `image_size`, 2026-08). */
const wordSizes: Readonly<Record<string, string>> = {
  square_hd: '1024x1024',
  square: '512x512',
  portrait_4_3: '768x1024',
  portrait_16_9: '576x1024',
  landscape_4_3: '1024x768',
  landscape_16_9: '1024x576',
};

/** Most pixels of the first tier; each next one has four times as many. */
const firstTier = 1_500_000;

/**
 * Maps what was asked about shape by the way that a variant has to say it: sides in pixels, a list of sizes, words for sizes, a
 * list of ratios with or without tiers, or none.
 *
 * @throws InvalidArgumentError for what is too far from all that it makes
 */
export function toEngineShape(modelId: string, { fields }: Variant, asked: AskedShape): EngineShape {
  const [width, size, imageSize, aspectRatio] = ['width', 'size', 'imageSize', 'aspectRatio'].map(name =>
    fields.get(name),
  );
  if (width !== undefined) return fromPixels(width, asked);
  if (imageSize !== undefined)
    return fromSizes('imageSize', imageSize, asked, word => wordSizes[word] ?? word);
  const tiers = fields.get('resolution') ?? (aspectRatio && size);
  if (aspectRatio !== undefined) return fromRatios(modelId, aspectRatio, tiers, asked);
  if (size !== undefined) return fromSizes('size', size, asked, word => word);
  const given = { aspectRatio: withoutAuto(asked.aspectRatio), size: asked.size };
  const warnings = Object.entries(given).flatMap(([feature, value]): ImageWarning[] => {
    const details = `${modelId} chooses the shape of its images by itself; ${value} was not sent.`;
    return value === undefined ? [] : [{ type: 'unsupported', feature, details }];
  });
  return { fields: {}, asked: {}, warnings };
}

function fromPixels(width: Field, { aspectRatio, size }: AskedShape): EngineShape {
  const isChosenThere = width.usual === undefined && !width.isRequired;
  const { size: sent, warnings } = toPixels({ aspectRatio: withoutAuto(aspectRatio), size }, width);
  return {
    fields: { ...sent },
    asked: { size: sent && `${sent.width}x${sent.height}` },
    warnings: [...(aspectRatio === 'auto' ? toAutoWarnings(size, isChosenThere) : []), ...warnings],
  };
}

/** What to say of `'auto'` where it is not what happens. */
function toAutoWarnings(size: string | undefined, canChoose: boolean): ImageWarning[] {
  if (canChoose && size === undefined) return [];
  const details =
    size === undefined
      ? 'This model chooses no ratio by itself; none was sent.'
      : `The ratio is that of ${size}; auto was not used.`;
  return [{ type: 'compatibility', feature: 'aspectRatio', details }];
}

/** A list of sizes, or of words for them: the one that was asked, else that of the nearest ratio, of these the nearest in area. */
function fromSizes(
  name: string,
  { limits, isRequired }: Field,
  { aspectRatio, size }: AskedShape,
  pixelsOf: (word: string) => string,
): EngineShape {
  const words = limits.filter(word => word !== 'auto');
  const isAuto = aspectRatio === 'auto';
  const field = aspectRatio === undefined || isAuto ? 'size' : 'aspectRatio';
  const asked = field === 'size' ? size : aspectRatio;
  const canChoose = limits.includes('auto');
  const autoWarnings = isAuto ? toAutoWarnings(size, canChoose) : [];
  if (asked === undefined) {
    const usual =
      canChoose && isAuto ? 'auto' : isRequired ? words.find(word => /^1024x1024$/.test(word)) : undefined;
    return {
      fields: usual === undefined ? {} : { [name]: usual },
      asked: usual === undefined || usual === 'auto' ? {} : { size: pixelsOf(usual) },
      warnings: autoWarnings,
    };
  }
  const ratio = field === 'size' ? toRatio(asked) : asked;
  const ratios = new Map(words.map(word => [word, toRatio(pixelsOf(word))]));
  const near = nearestRatio(field, asked, ratio, [...new Set(ratios.values())]);
  const area = size === undefined ? 1024 * 1024 : areaOf(size);
  const far = (word: string) => Math.abs(Math.log(areaOf(pixelsOf(word)) / area));
  const [sent = ''] = words
    .filter(word => ratios.get(word) === near)
    .toSorted((one, other) => far(one) - far(other));
  const pixels = pixelsOf(sent);
  if (size !== undefined && far(sent) > Math.log(2)) {
    throw invalidArgument('size', size, `a size near ${words.map(pixelsOf).join(', ')}`);
  }
  const isKept = size === undefined ? ratioDistance(near, ratio) < 1e-9 : size === pixels;
  const details = `The sizes of this model are ${words.map(pixelsOf).join(', ')}; for ${size ?? asked}, ${pixels} was sent.`;
  return {
    fields: { [name]: sent },
    asked: { size: pixels },
    warnings: [
      ...autoWarnings,
      ...(isKept
        ? []
        : [{ type: 'compatibility' as const, feature: size === undefined ? field : 'size', details }]),
    ],
  };
}

function fromRatios(
  modelId: string,
  { limits }: Field,
  tiers: Field | undefined,
  { aspectRatio, size, resolution }: AskedShape,
): EngineShape {
  const canChoose = limits.includes('auto');
  const warnings = aspectRatio === 'auto' && !canChoose ? toAutoWarnings(size, false) : [];
  const given = aspectRatio === 'auto' && canChoose ? 'auto' : withoutAuto(aspectRatio);
  const field = given === undefined ? 'size' : 'aspectRatio';
  const ratio = given ?? (size && toRatio(size));
  const sent = ratio && nearestRatio(field, field === 'size' ? size : ratio, ratio, limits);
  if (given !== undefined && sent !== undefined && sent !== given && !(ratioDistance(sent, given) < 1e-9)) {
    const details = `${given} is not offered by ${modelId}; the nearest ratio, ${sent}, was sent.`;
    warnings.push({ type: 'compatibility', feature: 'aspectRatio', details });
  }
  const tier = resolution ?? (size && tiers && tierOf(size, tiers));
  if (size !== undefined) {
    const details = `Exact pixel sizes are not offered by ${modelId}; for ${size}, aspect ratio ${sent}${tier ? ` and resolution ${tier}` : ''} was sent.`;
    warnings.push({ type: 'compatibility', feature: 'size', details });
  }
  return {
    fields: { ...(sent && { aspectRatio: sent }), ...(tier && tiers && { [tiers.name]: tier }) },
    asked: { ratio: sent, resolution: tier?.toLowerCase() },
    warnings,
  };
}

function tierOf(size: string, { limits }: Field): string {
  const area = areaOf(size);
  const place = limits.findIndex((_, index) => area <= firstTier * 4 ** index);
  const most = 2 * 1024 * 1024 * 4 ** (limits.length - 1);
  if (area > most) throw invalidArgument('size', size, `at most ${most} pixels`);
  return limits.at(place) ?? '';
}

function areaOf(size: string): number {
  const [width = 1, height = 1] = size.split('x').map(Number);
  return width * height;
}

function withoutAuto(ratio: string | undefined): string | undefined {
  return ratio === 'auto' ? undefined : ratio;
}

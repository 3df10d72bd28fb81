import { parseStrict } from '@grok-image/core';
import { lazy, reasonOf, throwIfAborted } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { sourcesOf } from '../engines/choose-variant.ts';
import { engineRecipe } from '../engines/engine-model.ts';
import { enginesOf, fieldOfOption, mostPerStep } from '../engines/options.ts';
import { variantsById, type Variant } from '../engines/variant.ts';
import { grokIds, grokOf, maxImagesPerStep } from '../image/grok.ts';
import { engineNames } from '../image/engine-models.ts';
import { modelOf } from '../image/models.ts';
import { optionFields } from '../image/options.ts';
import type { CivitaiProviderSettings } from '../service/settings.ts';
import { estimateCost } from './estimate.ts';

/** A model that `civitai.image` takes, and what it can do. */
export interface CivitaiModelInfo {
  readonly id: string;
  /** Engines that run it, the usual one first. */
  readonly engines: readonly string[];
  /** Whether it makes images from text, edits source images, or makes variants of one by `strength`. */
  readonly operations: readonly ('create' | 'edit' | 'variant')[];
  /** `'width:height'`; absent where it takes sizes, or any ratio. */
  readonly aspectRatios?: readonly string[] | undefined;
  /** `'WxH'` in pixels; absent where it takes any, or none. */
  readonly sizes?: readonly string[] | undefined;
  /** Least and most pixels of a side; absent where it takes no sides. */
  readonly sides?: { readonly least: number; readonly most: number } | undefined;
  readonly maxImagesPerStep: number;
  /** Source images of one edit; `Infinity` where the service names no limit. */
  readonly maxFiles: number;
  readonly mask: boolean;
  readonly seed: boolean;
  /** Names of its options. */
  readonly options: readonly string[];
  /** Buzz for one image with nothing said, asked of the service; absent unless prices were asked for. */
  readonly priceBuzz?: number | undefined;
  /** Why the service told no price. */
  readonly priceError?: string | undefined;
}

/** What `civitai.models` is to tell. */
export interface CivitaiModelsOptions {
  /** Asks the service what one image of each costs, default `false`; nothing is run or charged. */
  readonly prices?: boolean | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Questions about prices that are under way at once. */
const atOnce = 4;

/** A picture of one pixel, for the price of what makes nothing without a source. */
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==';

const optionsSchema = lazy(() =>
  z.strictObject({ prices: z.boolean().optional(), abortSignal: z.custom<AbortSignal>().optional() }),
);

/**
 * Lists the models, those of Grok first. A checkpoint is one by its urn, and stands in no list.
 *
 * @throws InvalidArgumentError for an option that is not known; LoadAPIKeyError where prices are asked for; the abort reason
 */
export async function listModels(
  given: CivitaiModelsOptions,
  settings: CivitaiProviderSettings,
): Promise<CivitaiModelInfo[]> {
  const { prices = false, abortSignal } = parseStrict(optionsSchema(), given, '');
  throwIfAborted(abortSignal);
  const all = [
    ...grokIds.filter(id => grokOf(id).id === id).map(describeGrok),
    ...engineNames().ids.map(describeEngine),
  ];
  if (!prices) return all;
  const priced: CivitaiModelInfo[] = [];
  for (let start = 0; start < all.length; start += atOnce) {
    const some = all.slice(start, start + atOnce);
    priced.push(...(await Promise.all(some.map(info => withPrice(info, settings, abortSignal)))));
  }
  return priced;
}

async function withPrice(
  info: CivitaiModelInfo,
  settings: CivitaiProviderSettings,
  abortSignal: AbortSignal | undefined,
): Promise<CivitaiModelInfo> {
  const images = info.operations.includes('create') ? {} : { images: [pixel] };
  try {
    const { totalBuzz } = await estimateCost({ model: info.id, ...images, abortSignal }, settings);
    return { ...info, priceBuzz: totalBuzz };
  } catch (error) {
    throwIfAborted(abortSignal);
    // One that nobody runs today is no reason to tell nothing of the others.
    return { ...info, priceError: reasonOf(error) };
  }
}

function describeGrok(id: string): CivitaiModelInfo {
  const { aspectRatios, maxFiles, mask, seed } = modelOf(id).capabilities;
  return {
    id,
    engines: ['grok'],
    operations: ['create', 'edit'],
    aspectRatios,
    maxImagesPerStep,
    maxFiles,
    mask,
    seed,
    options: Object.keys(optionFields),
  };
}

function describeEngine(id: string): CivitaiModelInfo {
  const variants = variantsById().get(id) ?? [];
  const { aspectRatios, maxFiles, mask, seed } = modelOf(id).capabilities;
  const [usual] = variants;
  const [width, size] = ['width', 'size'].map(name => usual?.fields.get(name)?.limits);
  const sizes = size?.filter(word => /^\d+x\d+$/.test(word));
  const [least, most] = width ?? [];
  return {
    id,
    engines: enginesOf(variants),
    operations: operationsOf(variants),
    aspectRatios,
    sizes: sizes?.length ? sizes : undefined,
    sides: width && { least: Number(least), most: Number(most) },
    maxImagesPerStep: mostPerStep(variants),
    maxFiles,
    mask,
    seed,
    options: Object.keys(engineRecipe(id, id).optionsSchema().shape),
  };
}

function operationsOf(variants: readonly Variant[]): CivitaiModelInfo['operations'] {
  const kinds = variants.flatMap((variant): CivitaiModelInfo['operations'][number][] => {
    if (fieldOfOption(variant, 'strength') !== undefined) return ['variant'];
    const { least, most } = sourcesOf(variant);
    return [...(least === 0 ? (['create'] as const) : []), ...(most > 0 ? (['edit'] as const) : [])];
  });
  return [...new Set(kinds)];
}

import { invalidArgument, invalidArgumentInWords } from '@grok-image/core';
import { fileField } from '@grok-image/core/internal';
import type { AskedImages } from '../image/model.ts';
import { enginesOf, fieldOfOption, maskFieldOf, needsOf, ownFields } from './options.ts';
import { limitOf, type Variant } from './variant.ts';

/** Source images that a variant takes: at least, and at most. */
export function sourcesOf(variant: Variant): { readonly least: number; readonly most: number } {
  const { fields } = variant;
  if (fields.has('image')) return { least: 1, most: 1 };
  const images = fields.get('images');
  if (images === undefined) return { least: 0, most: 0 };
  // Without an operation of its own, the images alone say that it is an edit.
  const isOptional = variant.discriminators['operation'] === undefined;
  return { least: isOptional ? 0 : 1, most: limitOf(images, 1) ?? Number.POSITIVE_INFINITY };
}

function takesStrength(variant: Variant): boolean {
  return fieldOfOption(variant, 'strength') !== undefined;
}

function takesSources(variant: Variant): boolean {
  return sourcesOf(variant).most > 0;
}

/**
 * The variant that a call means: by its engine, then by whether it has source images, a mask and a strength. Where no engine
 * is named and the usual one needs what the call does not give, it is one that does the same and takes all that is given.
 *
 * @param options - those of the call, `engine` and `strength` among them
 * @throws InvalidArgumentError for what no variant of the model takes, naming it
 */
export function chooseVariant(
  modelId: string,
  variants: readonly Variant[],
  asked: Pick<AskedImages, 'sources' | 'hasMask'>,
  options: Readonly<Record<string, unknown>>,
): Variant {
  const usual = variantOfEngine(modelId, variants, asked, options);
  const lacksNothing = (variant: Variant) => needsOf(variant).every(need => options[need] !== undefined);
  if (options['engine'] !== undefined || lacksNothing(usual)) return usual;
  const given = [...ownFields(variants).keys()].filter(option => options[option] !== undefined);
  const able = variants.find(
    variant =>
      variant.discriminators['operation'] === usual.discriminators['operation'] &&
      lacksNothing(variant) &&
      given.every(option => fieldOfOption(variant, option) !== undefined),
  );
  return able ?? usual;
}

function variantOfEngine(
  modelId: string,
  variants: readonly Variant[],
  { sources, hasMask }: Pick<AskedImages, 'sources' | 'hasMask'>,
  { engine, strength }: Readonly<Record<string, unknown>>,
): Variant {
  const engines = enginesOf(variants);
  const own = variants.filter(({ discriminators }) => discriminators['engine'] === (engine ?? engines[0]));
  const elsewhere = (fits: (variant: Variant) => boolean) => {
    const others = enginesOf(variants.filter(fits));
    return others.length === 0 ? '' : `, or engine ${others.map(name => JSON.stringify(name)).join(' or ')}`;
  };
  if (strength !== undefined) {
    const found = own.find(takesStrength);
    const field = 'providerOptions.civitai.strength';
    if (found === undefined) {
      throw invalidArgument(field, strength, `no strength for ${modelId}${elsewhere(takesStrength)}`);
    }
    if (sources !== 1)
      throw invalidArgument(field, strength, `a strength with one source image, and ${sources} were given`);
    if (hasMask) throw noMask(modelId);
    return found;
  }
  if (hasMask) {
    const found = own.find(variant => maskFieldOf(variant) !== undefined);
    if (found === undefined) throw noMask(modelId);
    return fitting(modelId, [found], sources, '');
  }
  return fitting(modelId, own, sources, sources > 0 ? elsewhere(takesSources) : '');
}

/** The first variant that takes so many source images; an edit comes before what varies a picture. */
function fitting(modelId: string, variants: readonly Variant[], sources: number, elsewhere: string): Variant {
  const found = variants.find(variant => {
    const { least, most } = sourcesOf(variant);
    return sources >= least && sources <= most;
  });
  if (found !== undefined) return found;
  const ranges = variants.map(sourcesOf);
  const least = Math.min(...ranges.map(range => range.least));
  const most = Math.max(...ranges.map(range => range.most));
  const accepted =
    most === 0
      ? `no source images for ${modelId}, which makes images from text only${elsewhere}`
      : `${sources < least ? `at least ${least} source image` : `at most ${most} source images`} for ${modelId}${elsewhere}`;
  throw invalidArgument(fileField(), sources, accepted);
}

function noMask(modelId: string): Error {
  return invalidArgumentInWords('mask', 'a mask', `no mask for this call of ${modelId}`);
}

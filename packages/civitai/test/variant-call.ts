import { sourcesOf } from '../src/engines/choose-variant.ts';
import { enginesOf, fieldOfOption, maskFieldOf, optionOf } from '../src/engines/options.ts';
import { limitOf, variantsById, type Field, type Variant } from '../src/engines/variant.ts';

/** A picture of one pixel. */
export const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==';

const air = 'urn:air:sdxl:lora:civitai:82098@87153';

/** How one kind of input is asked for. */
export interface VariantCall {
  readonly modelId: string;
  /** `undefined` for one of Grok. */
  readonly variant: Variant | undefined;
}

const checkpointOf = (ecosystem: string) => `urn:air:${ecosystem}:checkpoint:civitai:101055@128078`;

/** The model that makes a published kind of input. */
export function callFor({
  discriminators,
}: {
  readonly discriminators: Readonly<Record<string, string>>;
}): VariantCall {
  if (discriminators['engine'] === 'grok') {
    const isFirst = discriminators['version'] === 'v1.0';
    return { modelId: isFirst ? 'grok-imagine-image' : 'grok-imagine-image-2.0', variant: undefined };
  }
  for (const [id, variants] of variantsById()) {
    const variant = variants.find(
      each => JSON.stringify(each.discriminators) === JSON.stringify(discriminators),
    );
    if (variant !== undefined) {
      return { modelId: id.endsWith(':checkpoint') ? checkpointOf(id.split(':')[0] ?? '') : id, variant };
    }
  }
  throw new TypeError(`No model makes ${JSON.stringify(discriminators)}.`);
}

/** A value that a field takes, of those that lie at its upper end. */
function valueOf(field: Field): unknown {
  const most = limitOf(field, 1);
  switch (field.kind) {
    case 'word':
      return field.limits.at(-1);
    case 'flag':
      return true;
    case 'air':
      return air;
    case 'text':
      return 'a'.repeat(Math.min(most ?? 20, 1000));
    case 'whole':
    case 'number':
      return most ?? 2;
    case 'weights':
    case 'loras':
      return { [air]: 0.8, 'civitai:1@2': 1 };
    case 'list:Air':
      return [air];
    case 'list:ImageJobControlNet':
      return [{ preprocessor: 'canny', weight: 1, startStep: 0, endStep: 1, image: pixel }];
    default:
      return [{ imageUrl: pixel, strength: 0.5 }];
  }
}

/** All options that a variant takes, each at its upper end. */
function allOptions(variant: Variant): Record<string, unknown> {
  return Object.fromEntries(
    [...variant.fields.values()].flatMap(field => {
      const option = optionOf(field, variant);
      return option === undefined ? [] : [[option, valueOf(field)]];
    }),
  );
}

/** The options that a variant cannot do without. */
function leastOptions(variant: Variant): Record<string, unknown> {
  const required = [...variant.fields.values()].filter(field => field.isRequired && field.kind === 'air');
  const own = required.flatMap(field => {
    const option = optionOf(field, variant);
    return option === undefined ? [] : [[option, air]];
  });
  // It tells a variant from an edit.
  const strength = fieldOfOption(variant, 'strength') === undefined ? {} : { strength: 0.5 };
  return { ...Object.fromEntries(own), ...strength };
}

/** Options of a call that means this variant: those it needs, or all it takes. */
export function optionsFor(
  { variant, modelId }: VariantCall,
  isEdit: boolean,
  amount: 'least' | 'most',
): Record<string, unknown> {
  const isMost = amount === 'most';
  const common = isMost ? { outputFormat: 'jpeg', tags: ['walk'], priority: 'high' } : {};
  if (variant === undefined) {
    const tiers = isMost && modelId.endsWith('2.0') ? { resolution: '1k', quality: 'low' } : {};
    return { ...common, ...tiers, ...(isEdit && { images: isMost ? [pixel, pixel, pixel] : [pixel] }) };
  }
  const { least, most } = sourcesOf(variant);
  const count = isMost ? Math.min(most, 16) : least;
  const engines = enginesOf([...variantsById().values()].find(all => all.includes(variant)) ?? []);
  return {
    ...common,
    ...(isMost ? allOptions(variant) : leastOptions(variant)),
    ...(engines.length > 1 && { engine: variant.discriminators['engine'] }),
    ...(count > 0 && { images: Array.from({ length: count }, () => pixel) }),
    ...(isMost && maskFieldOf(variant) !== undefined && { mask: pixel }),
  };
}

import * as fc from 'fast-check';
import { engineNames } from '../src/image/engine-models.ts';
import { sourcesOf } from '../src/engines/choose-variant.ts';
import { enginesOf, maskFieldOf, optionOf } from '../src/engines/options.ts';
import { limitOf, variantsById, type Field, type Variant } from '../src/engines/variant.ts';
import { pixel } from './variant-call.ts';

/** A call of a model of another engine than Grok's. */
export interface DrawnCall {
  readonly modelId: string;
  readonly n: number;
  readonly prompt: string;
  readonly seed: number | undefined;
  readonly size: string | undefined;
  readonly aspectRatio: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

const air = fc.constantFrom('urn:air:sdxl:lora:civitai:82098@87153', 'civitai:1@2');

/** Mostly the first, and now and then the second. */
function mostly<T>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 14, arbitrary: usual }, { weight: 1, arbitrary: seldom });
}

/** Values of a field: mostly those it takes up to its ends, and now and then one beyond them, or anything. */
function valuesOf(field: Field): fc.Arbitrary<unknown> {
  const [least, most] = [limitOf(field, 0) ?? 0, limitOf(field, 1) ?? 100];
  const anything = fc.oneof(
    fc.constantFrom<unknown>(null, {}, '', -1, most + 1),
    fc.string({ maxLength: 5 }),
    fc.double(),
    fc.boolean(),
  );
  return mostly(takenBy(field, least, most), anything);
}

function takenBy({ kind, limits }: Field, least: number, most: number): fc.Arbitrary<unknown> {
  switch (kind) {
    case 'word':
      return fc.constantFrom(...limits);
    case 'flag':
      return fc.boolean();
    case 'air':
      return air;
    case 'text':
      return fc.integer({ min: least, max: most }).map(length => 'a'.repeat(length));
    case 'whole':
      return fc.integer({ min: least, max: Math.min(most, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: least, max: most, noNaN: true });
    case 'weights':
    case 'loras':
      return fc.dictionary(air, fc.double({ min: 0, max: 4, noNaN: true }), { maxKeys: 3 });
    case 'list:Air':
      return fc.array(air, { maxLength: 3 });
    case 'list:ImageJobControlNet':
      return fc.array(
        fc.record({
          preprocessor: fc.constantFrom('canny', 'tile'),
          weight: fc.double({ min: 0, max: 2, noNaN: true }),
          startStep: fc.constant(0),
          endStep: fc.constant(1),
          image: fc.constant(pixel),
        }),
        { maxLength: 3 },
      );
    default:
      return fc.array(
        fc.record({ imageUrl: fc.constant(pixel), strength: fc.double({ min: -2, max: 2, noNaN: true }) }),
        { maxLength: 10 },
      );
  }
}

/** Options of one variant, and now and then those of any other. */
function optionsOf(variant: Variant, engines: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const { least, most } = sourcesOf(variant);
  const fields = [...variant.fields.values()].flatMap(field => {
    const option = optionOf(field, variant);
    return option === undefined ? [] : [{ option, field }];
  });
  const own = fields.map(({ option, field }): [string, fc.Arbitrary<unknown>] => [option, valuesOf(field)]);
  const required = fields.flatMap(({ option, field }) =>
    field.isRequired && field.kind === 'air' ? [option] : [],
  );
  const count = mostly(fc.integer({ min: least, max: Math.min(most, 4) }), fc.integer({ min: 0, max: 17 }));
  const foreign = fc.constantFrom<Record<string, unknown>>(
    { steps: 5 },
    { loras: {} },
    { clipSkip: 1 },
    { strength: 0.5 },
    { stepz: 1 },
    { engine: 'comfy' },
    { mask: pixel },
    { denoiseStrength: 1 },
  );
  return fc
    .record({
      chosen: fc.record(Object.fromEntries(own), { requiredKeys: [] }),
      needed: fc.record(Object.fromEntries(own.filter(([name]) => required.includes(name)))),
      sources: count.map(length => (length === 0 ? {} : { images: Array.from({ length }, () => pixel) })),
      shared: fc.record(
        {
          imagesPerStep: mostly(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 13 })),
          outputFormat: mostly(fc.constantFrom('jpeg', 'png', 'webp'), fc.constant('gif')),
          enhancePrompt: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      others: mostly(fc.constant({}), foreign),
    })
    .map(({ chosen, needed, sources, shared, others }) => ({
      ...(engines.length > 1 && { engine: variant.discriminators['engine'] }),
      ...(maskFieldOf(variant) !== undefined && 'images' in sources && { mask: pixel }),
      ...chosen,
      ...needed,
      ...sources,
      ...shared,
      ...others,
    }));
}

const ids = [
  ...engineNames().ids,
  ...engineNames().ecosystems.map(name => `urn:air:${name}:checkpoint:civitai:1@2`),
];

/** Any call of any model, with any mixture of options. */
export const drawnCalls: fc.Arbitrary<DrawnCall> = fc.constantFrom(...ids).chain(modelId => {
  const ecosystem = /^urn:air:(\w+):/.exec(modelId)?.[1];
  const variants = variantsById().get(ecosystem === undefined ? modelId : `${ecosystem}:checkpoint`) ?? [];
  return fc.record({
    modelId: fc.constant(modelId),
    n: fc.integer({ min: 1, max: 30 }),
    prompt: mostly(
      fc.constant('A cat in a tree'),
      fc.integer({ min: 1, max: 60_000 }).map(length => 'a'.repeat(length)),
    ),
    seed: fc.option(
      mostly<number>(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.constantFrom(-1, 0.5, 2 ** 60)),
      { nil: undefined },
    ),
    size: fc.option(
      mostly(
        fc.constantFrom('1024x1024', '1024x1000'),
        fc.constantFrom('64x64', '4096x4096', '9000x9000', '1536x1024'),
      ),
      { nil: undefined },
    ),
    aspectRatio: fc.option(
      mostly(fc.constantFrom('1:1', '4:3', 'auto'), fc.constantFrom('21:9', '7:1', '9:16')),
      { nil: undefined },
    ),
    options: fc.constantFrom(...variants).chain(variant => optionsOf(variant, enginesOf(variants))),
  });
});

import { imageSchema, wholeNumberSchema } from '@grok-image/core';
import { lazy, lazyFields } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { isSeen, optionFields, type CivitaiImageOptionsShape } from '../image/options.ts';
import { descriptions } from './descriptions.ts';
import { fieldSchema, widest } from './field-schema.ts';
import type { Field, Variant } from './variant.ts';

/** Fields that follow from the call itself. */
const ofCall = new Set(
  'prompt images image mask maskImage quantity numImages width height aspectRatio imageSize seed'.split(' '),
);

/** The name of a field among the options; `undefined` for one that is none. */
export function optionOf({ name, limits }: Field, { set }: Variant): string | undefined {
  if (ofCall.has(name) || Object.hasOwn(set, name)) return undefined;
  if (name === 'denoiseStrength') return 'strength';
  // Pixels come of the call; other words are a tier.
  if (name === 'size') return limits.some(word => /^\d+x\d+$/.test(word)) ? undefined : 'resolution';
  return name;
}

/** The field of a variant that an option fills. */
export function fieldOfOption(variant: Variant, option: string): Field | undefined {
  return [...variant.fields.values()].find(field => optionOf(field, variant) === option);
}

/** Options that a caller must give for a variant: the service takes nothing by itself for them. */
export function needsOf(variant: Variant): readonly string[] {
  return [...variant.fields.values()].flatMap(field => {
    const isNeeded = field.isRequired && field.usual === undefined && !field.kind.startsWith('list:');
    return isNeeded ? (optionOf(field, variant) ?? []) : [];
  });
}

/** The field of a mask, where a variant has one. */
export function maskFieldOf({ fields }: Variant): string | undefined {
  return ['mask', 'maskImage'].find(name => fields.has(name));
}

/** Engines of a model, the usual one first. */
export function enginesOf(variants: readonly Variant[]): readonly string[] {
  return [...new Set(variants.map(({ discriminators }) => discriminators['engine'] ?? ''))];
}

/** Options of a model beside those that all have, by name. */
export function ownFields(variants: readonly Variant[]): ReadonlyMap<string, Field> {
  const found = new Map<string, Field[]>();
  for (const variant of variants) {
    for (const field of variant.fields.values()) {
      const option = optionOf(field, variant);
      if (option !== undefined) found.set(option, [...(found.get(option) ?? []), field]);
    }
  }
  return new Map(
    [...found].flatMap(([option, all]): [string, Field][] => {
      const field = widest(all);
      return field === undefined ? [] : [[option, field]];
    }),
  );
}

/** Most images of one step of any variant. */
export function mostPerStep(variants: readonly Variant[]): number {
  return Math.max(...variants.map(perStepOf));
}

/** Images that one step of a variant makes. */
export function perStepOf({ fields, set }: Variant): number {
  const field = fields.get('quantity') ?? fields.get('numImages');
  return Number(set['quantity'] ?? field?.limits[1] ?? 1);
}

/** What builds the schema of each option that all models have alike, whatever their engine. */
const {
  resolution: _resolution,
  quality: _quality,
  imagesPerStep: _imagesPerStep,
  ...commonFields
} = optionFields;

/** The options that all models have alike. */
export const commonSchema: () => z.ZodObject<Omit<CivitaiImageOptionsShape, NotCommon>> = lazy(() =>
  z.object(lazyFields(commonFields)),
);

type NotCommon = 'resolution' | 'quality' | 'imagesPerStep';

function describe(option: string, build: () => z.ZodType): [string, () => z.ZodType] {
  return [
    option,
    () =>
      build()
        .optional()
        .describe(descriptions[option] ?? ''),
  ];
}

/** The schema of the options of a model; each is built as Zod first looks at it. */
export function engineOptionsSchema(variants: readonly Variant[]): z.ZodObject {
  const engines = enginesOf(variants);
  const own = [
    ...[...ownFields(variants)].map(([option, field]) => describe(option, () => fieldSchema(field))),
    describe('imagesPerStep', () => wholeNumberSchema(1, mostPerStep(variants))),
    ...(engines.length > 1 ? [describe('engine', () => z.enum(engines))] : []),
    ...(variants.some(maskFieldOf) ? [describe('mask', imageSchema)] : []),
  ];
  return z
    .strictObject(lazyFields<z.core.$ZodShape>({ ...commonFields, ...Object.fromEntries(own) }))
    .refine(isSeen.check, isSeen.words);
}

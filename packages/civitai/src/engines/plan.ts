import { invalidArgument, parseStrict, type ImageWarning } from '@grok-image/core';
import * as z from 'zod/v4';
import type { AskedImages, StepParts, StepPlan } from '../image/model.ts';
import type { ReadOptions } from '../image/options.ts';
import type { ImageGenInput, InputValue } from '../workflow/template.ts';
import { chooseVariant } from './choose-variant.ts';
import { fieldSchema } from './field-schema.ts';
import { enginesOf, fieldOfOption, maskFieldOf, optionOf, perStepOf } from './options.ts';
import { toEngineShape } from './shape.ts';
import { limitOf, type Field, type Variant } from './variant.ts';

/** A model of another engine than Grok's. */
export interface EngineModel {
  readonly id: string;
  readonly variants: readonly Variant[];
}

const path = 'providerOptions.civitai';

/** The service counts seeds in 32 bits unless it says more. */
const mostSeed = 2_147_483_647;

/**
 * Maps a call to the input of an engine by one recipe for all of them: the variant by what the call has, then its shape, its
 * seed, its options and what must be there.
 *
 * @throws InvalidArgumentError for what the variant does not take, naming it
 */
export function planEngine(model: EngineModel, asked: AskedImages, options: ReadOptions): StepPlan {
  const { id, variants } = model;
  const given: Readonly<Record<string, unknown>> = options;
  const variant = chooseVariant(id, variants, asked, given);
  checkPrompt(asked.prompt, variant.fields.get('prompt'));
  const resolution = typeof given['resolution'] === 'string' ? given['resolution'] : undefined;
  const aspectRatio = asked.aspectRatio ?? options.aspectRatio;
  const values = toValues(model, variant, given);
  const shape = toEngineShape(id, variant, { aspectRatio, size: asked.size, resolution });
  const perStep = toPerStep(id, variant, given['imagesPerStep']);
  const seed = toSeeds(id, variant, asked, perStep);
  const { outputFormat } = options;
  const mask = maskFieldOf(variant);
  const quantity = ['quantity', 'numImages'].find(name => variant.fields.has(name));
  return {
    warnings: [...toRatioWarning(asked, options), ...shape.warnings, ...seed.warnings],
    asked: { ...shape.asked, format: outputFormat },
    perStep,
    ecosystem: variant.discriminators['ecosystem'] ?? variant.discriminators['engine'] ?? id,
    toInput: (parts: StepParts): ImageGenInput => ({
      engine: enginesOf([variant])[0] ?? '',
      ...variant.discriminators,
      ...toSet(model, variant),
      prompt: parts.prompt,
      ...toSourceFields(variant, parts),
      ...(mask !== undefined && parts.mask !== undefined && { [mask]: parts.mask }),
      ...shape.fields,
      ...values,
      ...(quantity !== undefined && { [quantity]: parts.quantity }),
      ...seed.of(parts.index),
      outputFormat: outputFormat === 'webp' ? 'webP' : outputFormat,
      imageMetadata: parts.imageMetadata,
    }),
  };
}

function checkPrompt(prompt: string | undefined, field: Field | undefined): void {
  const [least, most] = field === undefined ? [] : [limitOf(field, 0) ?? 0, limitOf(field, 1)];
  const { length } = prompt ?? '';
  if (length >= (least ?? 0) && length <= (most ?? Number.POSITIVE_INFINITY)) return;
  throw invalidArgument('prompt', prompt, `a text of ${least} to ${most ?? 'any number of'} characters`);
}

/** What the id decides, but for how many images a step makes. */
function toSet(
  { id }: EngineModel,
  { set: { quantity: _quantity, ...set } }: Variant,
): Record<string, string> {
  return Object.fromEntries(Object.entries(set).map(([name, value]) => [name, value === '*' ? id : value]));
}

function toSourceFields({ fields }: Variant, { images }: StepParts): Record<string, InputValue> {
  if (images === undefined) return {};
  return fields.has('image') ? { image: images[0] } : { images };
}

/** The options as the variant calls and writes them, and what must be there besides. */
function toValues(
  { id, variants }: EngineModel,
  variant: Variant,
  given: Readonly<Record<string, unknown>>,
): Record<string, InputValue> {
  const known = new Set(
    variants.flatMap(each => [...each.fields.values()].flatMap(field => optionOf(field, each) ?? [])),
  );
  const values: Record<string, InputValue> = {};
  for (const [option, value] of Object.entries(given)) {
    // A tier is sent with the shape that it belongs to.
    if (!known.has(option) || option === 'resolution') continue;
    const field = fieldOfOption(variant, option);
    if (field === undefined) throw notHere(id, variants, variant, option, value);
    parseStrict(z.strictObject({ [option]: fieldSchema(field) }), { [option]: value }, path);
    values[field.name] = toWire(field, value);
  }
  for (const field of variant.fields.values()) {
    const option = optionOf(field, variant);
    if (
      !field.isRequired ||
      option === undefined ||
      values[field.name] !== undefined ||
      option === 'resolution'
    )
      continue;
    values[field.name] = toUsual(id, field, option, variants);
  }
  return values;
}

function toWire({ kind }: Field, value: unknown): InputValue {
  const json: InputValue = JSON.parse(JSON.stringify(value));
  if (kind !== 'loras' || typeof json !== 'object' || json === null) return json;
  return Object.entries(json).map(([air, strength]) => ({ air, strength }));
}

function toUsual(
  id: string,
  { kind, usual }: Field,
  option: string,
  variants: readonly Variant[],
): InputValue {
  if (kind.startsWith('list:')) return [];
  if (usual !== undefined) return kind === 'whole' || kind === 'number' ? Number(usual) : usual;
  const without = enginesOf(variants.filter(variant => !fieldOfOption(variant, option)?.isRequired));
  const advice = without.length === 0 ? '' : `, or engine ${JSON.stringify(without[0])}, which needs none`;
  throw invalidArgument(`${path}.${option}`, undefined, `an AIR, which ${id} cannot do without${advice}`);
}

/** The error of an option that the model has for other calls. */
function notHere(
  id: string,
  variants: readonly Variant[],
  variant: Variant,
  option: string,
  value: unknown,
): Error {
  const others = variants.filter(each => fieldOfOption(each, option) !== undefined);
  const names = others.map(({ discriminators: { engine, operation } }) =>
    [engine, operation].filter(Boolean).join(' '),
  );
  const { engine, operation } = variant.discriminators;
  return invalidArgument(
    `${path}.${option}`,
    value,
    `no ${option} for this call of ${id}, which is ${[engine, operation].filter(Boolean).join(' ')}; ${[...new Set(names)].join(', ')} has it`,
  );
}

function toPerStep(id: string, variant: Variant, asked: unknown): number {
  const most = perStepOf(variant);
  if (asked === undefined) return most;
  if (typeof asked === 'number' && asked <= most) return asked;
  throw invalidArgument(
    `${path}.imagesPerStep`,
    asked,
    `a whole number from 1 to ${most} for this call of ${id}`,
  );
}

/** Equal seeds make equal images, so that each step has one of its own. */
function toSeeds(
  id: string,
  { fields }: Variant,
  { seed, n }: AskedImages,
  perStep: number,
): { readonly of: (index: number) => { seed?: number }; readonly warnings: readonly ImageWarning[] } {
  const field = fields.get('seed');
  if (seed === undefined) return { of: () => ({}), warnings: [] };
  if (field === undefined) {
    const details = `${id} has no seed; it was not sent.`;
    return { of: () => ({}), warnings: [{ type: 'unsupported', feature: 'seed', details }] };
  }
  const most = limitOf(field, 1) ?? mostSeed;
  if (!Number.isInteger(seed) || seed < 0 || seed > most) {
    throw invalidArgument('seed', seed, `a whole number from 0 to ${most}`);
  }
  const of = (index: number) => ({ seed: (seed + index * perStep) % (most + 1) });
  if (n <= perStep) return { of, warnings: [] };
  const details = `Images of one seed are alike, so that only the first ${perStep} were asked for with ${seed}, and each further ${perStep} with ${perStep} more.`;
  return { of, warnings: [{ type: 'compatibility', feature: 'seed', details }] };
}

function toRatioWarning({ aspectRatio }: AskedImages, options: ReadOptions): ImageWarning[] {
  if (!aspectRatio || !options.aspectRatio || aspectRatio === options.aspectRatio) return [];
  const details = `The call's ${aspectRatio} was used, not ${options.aspectRatio} of ${path}.aspectRatio.`;
  return [{ type: 'compatibility', feature: 'aspectRatio', details }];
}

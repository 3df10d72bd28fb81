import { defined, orElse } from '@grok-image/core';
import * as z from 'zod/v4-mini';
import { ticksToUsd } from '../cost.ts';
import type { CatalogueModel, CataloguePrice } from './model.ts';

// What is optional may have any type: an odd field must not cost the whole list.
const text = orElse(z.optional(z.string().check(z.minLength(1))), undefined);
const texts = orElse(z.optional(z.array(z.string())), undefined);
const count = orElse(z.optional(z.number().check(z.gte(1))), undefined);

/**
 * Prices are ticks. The API description calls `image_price` cents, and its examples are single digits, but the live answer
 * of 2026-09-08 was in ticks: a figure below a hundredth of a cent is no price of an image in ticks.
 */
const price = orElse(z.optional(z.int().check(z.gte(1_000_000))), undefined);

const tierSchema = orElse(z.object({ quality: text, resolution: text, price_per_image: price }), {});

const modelSchema = z.object({
  id: z.string().check(z.minLength(1)),
  aliases: texts,
  image_price: price,
  pricing: orElse(z.optional(z.array(tierSchema)), undefined),
  max_prompt_length: count,
  input_modalities: texts,
  output_modalities: texts,
  version: text,
  owned_by: text,
  created: count,
});

const listSchema = z.union([
  z.object({ models: z.array(z.unknown()) }),
  // The shape of OpenAI, which gateways have.
  z.object({ data: z.array(z.unknown()) }),
]);

/**
 * Reads the answer to `GET /image-generation-models`, or to `GET /models` of an OpenAI-style gateway.
 *
 * @throws TypeError when it holds no list; an entry without an id is left out
 */
export function readCatalogue(json: unknown): CatalogueModel[] {
  const list = listSchema.safeParse(json);
  if (!list.success) throw new TypeError('it has no list of models');
  const entries = 'models' in list.data ? list.data.models : list.data.data;
  return entries.flatMap(entry => {
    const model = modelSchema.safeParse(entry);
    return model.success ? [toModel(model.data)] : [];
  });
}

function toModel(model: z.infer<typeof modelSchema>): CatalogueModel {
  return {
    id: model.id,
    aliases: model.aliases ?? [],
    prices: toPrices(model),
    ...defined({
      maxPromptLength: model.max_prompt_length,
      inputModalities: model.input_modalities,
      outputModalities: model.output_modalities,
      version: model.version,
      ownedBy: model.owned_by,
    }),
    ...(model.created !== undefined && { createdAt: new Date(model.created * 1000) }),
  };
}

/** With a list of tiers, `image_price` repeats one of them. */
function toPrices({ image_price: flat, pricing }: z.infer<typeof modelSchema>): CataloguePrice[] {
  const tiers = pricing?.length ? pricing : [{ price_per_image: flat }];
  return tiers.flatMap(({ price_per_image: costTicks, ...tier }) =>
    costTicks === undefined ? [] : [{ ...defined(tier), costUsd: ticksToUsd(costTicks), costTicks }],
  );
}

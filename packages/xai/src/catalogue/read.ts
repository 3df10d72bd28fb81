import { defined, lenient, listField, parseLenient, textField } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { ticksToUsd } from '../service/cost.ts';
import { countField, ticksField } from '../service/fields.ts';
import type { XaiCatalogueModel, XaiCataloguePrice } from './model.ts';

/**
 * Prices are ticks. The API description calls `image_price` cents, and its examples are single digits, but the live answer
 * of 2026-09-08 was in ticks: a figure below a hundredth of a cent is no price of an image in ticks.
 */
const lowestPrice = 1_000_000;

const tierSchema = lazy(() =>
  z.object({ quality: textField(), resolution: textField(), price_per_image: ticksField() }),
);

/** Absent where it is no list. */
const textsField = lazy(() =>
  lenient(z.array(textField()).transform(texts => texts.filter(text => text !== undefined))),
);

const modelSchema = lazy(() =>
  z.object({
    id: z.string().min(1),
    aliases: listField(textField()),
    pricing: lenient(z.array(lenient(tierSchema()))),
    image_price: ticksField(),
    max_prompt_length: countField(),
    input_modalities: textsField(),
    output_modalities: textsField(),
    version: textField(),
    owned_by: textField(),
    created: countField(),
  }),
);

const modelsSchema = lazy(() => z.array(lenient(modelSchema())));

/** Gateways have the shape of OpenAI, which is `data`. */
const catalogueSchema = lazy(() =>
  z.union([
    z.object({ models: modelsSchema() }).transform(({ models }) => models),
    z.object({ data: modelsSchema() }).transform(({ data }) => data),
  ]),
);

/**
 * Reads the answer to `GET /image-generation-models`, or to `GET /models` of an OpenAI-style gateway.
 *
 * @throws TypeError when it holds no list; an entry without an id is left out
 */
export function readCatalogue(json: unknown): XaiCatalogueModel[] {
  const models = parseLenient(catalogueSchema(), json, 'it has no list of models');
  return models.flatMap(model => (model ? toModel(model) : []));
}

function toModel(model: z.output<ReturnType<typeof modelSchema>>): XaiCatalogueModel {
  const createdAt = new Date((model.created || Number.NaN) * 1000);
  return {
    id: model.id,
    aliases: model.aliases,
    prices: toPrices(model),
    ...defined({
      maxPromptLength: model.max_prompt_length || undefined,
      inputModalities: model.input_modalities,
      outputModalities: model.output_modalities,
      version: model.version,
      ownedBy: model.owned_by,
    }),
    ...(!Number.isNaN(createdAt.getTime()) && { createdAt }),
  };
}

/** With a list of tiers, `image_price` repeats one of them. */
function toPrices({
  pricing,
  image_price: flat,
}: z.output<ReturnType<typeof modelSchema>>): XaiCataloguePrice[] {
  const tiers = pricing?.length ? pricing : [{ price_per_image: flat }];
  return tiers.flatMap(tier => (tier ? toPrice(tier) : []));
}

function toPrice({
  quality,
  resolution,
  price_per_image: costTicks = 0,
}: Partial<z.output<ReturnType<typeof tierSchema>>>): XaiCataloguePrice[] {
  if (costTicks < lowestPrice) return [];
  return [{ ...defined({ quality, resolution }), costUsd: ticksToUsd(costTicks), costTicks }];
}

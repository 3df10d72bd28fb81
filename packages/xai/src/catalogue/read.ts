import { defined, fieldsOf, listOf, textOf } from '@grok-image/core';
import { ticksOf, ticksToUsd } from '../service/cost.ts';
import { countOf } from '../service/count.ts';
import { timeOf } from '../service/time.ts';
import type { CatalogueModel, CataloguePrice } from './model.ts';

/**
 * Prices are ticks. The API description calls `image_price` cents, and its examples are single digits, but the live answer
 * of 2026-09-08 was in ticks: a figure below a hundredth of a cent is no price of an image in ticks.
 */
const lowestPrice = 1_000_000;

/**
 * Reads the answer to `GET /image-generation-models`, or to `GET /models` of an OpenAI-style gateway.
 *
 * @throws TypeError when it holds no list; an entry without an id is left out
 */
export function readCatalogue(json: unknown): CatalogueModel[] {
  // Gateways have the shape of OpenAI, which is `data`.
  const { models, data } = fieldsOf(json);
  const entries = Array.isArray(models) ? models : data;
  if (!Array.isArray(entries)) throw new TypeError('it has no list of models');
  return listOf(entries, toModel);
}

function toModel(json: unknown): CatalogueModel | undefined {
  const model = fieldsOf(json);
  const id = textOf(model['id']);
  const createdAt = timeOf(countOf(model['created']) || undefined);
  if (id === undefined) return undefined;
  return {
    id,
    aliases: textsOf(model['aliases']) ?? [],
    prices: toPrices(model['pricing'], model['image_price']),
    ...defined({
      maxPromptLength: countOf(model['max_prompt_length']) || undefined,
      inputModalities: textsOf(model['input_modalities']),
      outputModalities: textsOf(model['output_modalities']),
      version: textOf(model['version']),
      ownedBy: textOf(model['owned_by']),
    }),
    ...(createdAt !== undefined && { createdAt: new Date(createdAt) }),
  };
}

/** With a list of tiers, `image_price` repeats one of them. */
function toPrices(tiers: unknown, flat: unknown): CataloguePrice[] {
  const isTiered = Array.isArray(tiers) && tiers.length > 0;
  return listOf(isTiered ? tiers : [{ price_per_image: flat }], toPrice);
}

function toPrice(json: unknown): CataloguePrice | undefined {
  const { quality, resolution, price_per_image: price } = fieldsOf(json);
  const costTicks = ticksOf(price) ?? 0;
  if (costTicks < lowestPrice) return undefined;
  const tier = defined({ quality: textOf(quality), resolution: textOf(resolution) });
  return { ...tier, costUsd: ticksToUsd(costTicks), costTicks };
}

function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? listOf(value, textOf) : undefined;
}

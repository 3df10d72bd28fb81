import type { GenerationCost } from '@grok-image/core';
import { portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams } from '../stack/model.ts';
import { adaptCall } from './adapt.ts';
import type { FallbackOptions } from './options.ts';

/**
 * What a call costs at the dearest of some models that stand in for each other, in each currency in which one of them
 * bills: what a budget holds back, as nobody knows who will serve. A model that cannot take the call is left out, and so is
 * one that cannot be asked for its price, unless that holds for all.
 *
 * @returns `undefined` where the price of one is not known: only models with a port tell it
 * @throws what the first model throws where none tells a price
 * @example
 * const price = await priceOfDearest([grokModel, civitaiModel], params); // { usd: 0.02, buzz: 26 }
 */
export async function priceOfDearest(
  models: readonly ImageModelLike[],
  call: ImageParams,
  { adapt }: Pick<FallbackOptions, 'adapt'> = {},
): Promise<GenerationCost | undefined> {
  const asked = models.flatMap(model => {
    const adapted = adaptCall(call, model, models, adapt);
    return 'skipped' in adapted ? [] : [portOf(model)?.price(adapted.params)];
  });
  const settled = await Promise.allSettled(asked);
  const prices = settled.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []));
  const [failed] = settled.flatMap(answer => (answer.status === 'rejected' ? [answer.reason] : []));
  if (prices.length === 0 && failed !== undefined) throw failed;
  const known = prices.flatMap(price => price ?? []);
  if (known.length === 0 || known.length < prices.length) return undefined;
  const dearest = (unit: 'usd' | 'buzz') => {
    const amounts = known.flatMap(price => price[unit] ?? []);
    return amounts.length === 0 ? {} : { [unit]: Math.max(...amounts) };
  };
  return { ...dearest('usd'), ...dearest('buzz') };
}

import { invalidArgument, invalidArgumentInWords, type GenerationCost } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { classifyError, isAbort } from '../stack/classify.ts';
import { portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams, ImageResult } from '../stack/model.ts';
import { costToUnits, priceToUnits, type Money } from './money.ts';
import type { ImagePrice, PriceFunction } from './options.ts';
import { isCounted, type ReadBudget } from './read-options.ts';

/** Whether a budget counts money, and not only images. */
function countsMoney({ limits }: ReadBudget): boolean {
  return limits.some(({ currency }) => currency === 'usd' || currency === 'buzz');
}

/**
 * Looks at a model when it is wrapped, so that one whose price nobody knows is not refused at its first call only.
 *
 * @throws InvalidArgumentError naming `price`
 */
export function checkPriced(budget: ReadBudget, model: ImageModelLike): void {
  if (!countsMoney(budget) || budget.price !== undefined || budget.unknownPrice !== 'refuse') return;
  const currency = portOf(model)?.capabilities.currency;
  if (currency === undefined) {
    throw noPrice(model, 'it does not tell its own, or stands behind wrapImageModel, which hides it', [
      "the model inside wrap() or production() of '@grok-image/middleware'",
    ]);
  }
  if (!isCounted(currency, budget)) throw noPrice(model, uncounted(currency));
}

/**
 * The most that a call will cost, in whole units; empty where no limit counts money, or where calls without a price are
 * let through.
 *
 * @throws InvalidArgumentError naming `price`; what the call would throw before it is sent
 */
export async function estimate(
  budget: ReadBudget,
  params: ImageParams,
  model: ImageModelLike,
): Promise<Money> {
  if (!countsMoney(budget)) return {};
  const { money, reason } = await priceOf(budget, params, model);
  const alien = (['usd', 'buzz'] as const).find(
    currency => money?.[currency] !== undefined && !isCounted(currency, budget),
  );
  if (money !== undefined && alien === undefined) return money;
  if (budget.unknownPrice === 'allow') return {};
  if (budget.unknownPrice !== 'refuse') return ofImages(budget.unknownPrice, params.n);
  throw noPrice(model, alien === undefined ? reason : uncounted(alien));
}

/**
 * What a call has cost by a price function that looks at the result; `undefined` where it does not say.
 *
 * @throws whatever the function throws
 */
export async function priceOfResult(
  price: PriceFunction,
  { params, model, result }: { params: ImageParams; model: ImageModelLike; result?: ImageResult },
): Promise<Money | undefined> {
  const { provider, modelId } = model;
  const request = { ...params, provider, modelId };
  const given = await (result === undefined ? price(request) : price(request, result));
  const cost: GenerationCost | undefined = typeof given === 'number' ? { usd: given } : given;
  if (cost === undefined || (cost.usd === undefined && cost.buzz === undefined)) return undefined;
  const odd = [cost.usd, cost.buzz].find(amount => amount !== undefined && !(amount >= 0));
  if (odd !== undefined) throw invalidArgument('price', odd, 'an amount from 0');
  return costToUnits(cost);
}

async function priceOf(
  { price }: ReadBudget,
  params: ImageParams,
  model: ImageModelLike,
): Promise<{ readonly money?: Money | undefined; readonly reason: string }> {
  if (typeof price === 'function') {
    return { money: await priceOfResult(price, { params, model }), reason: 'the function price gave none' };
  }
  if (price !== undefined) return { money: ofImages(price, params.n), reason: '' };
  const port = portOf(model);
  if (port === undefined) return { reason: 'it does not tell its own' };
  try {
    const cost = await port.price(params);
    return { money: cost && costToUnits(cost), reason: 'none is published' };
  } catch (error) {
    const { class: kind } = classifyError(error);
    if (kind === 'badInput' || kind === 'funds' || isAbort(error, params.abortSignal)) throw error;
    return { reason: messageOf(error) };
  }
}

function ofImages(price: ImagePrice, images: number): Money {
  const cost = typeof price === 'number' ? { usd: price } : price;
  return 'usd' in cost
    ? { usd: priceToUnits(cost.usd, 'usd') * images }
    : { buzz: priceToUnits(cost.buzz, 'buzz') * images };
}

function uncounted(currency: 'usd' | 'buzz'): string {
  return currency === 'buzz'
    ? 'it bills Buzz, which counts under a limit of buzz, or of usd with usdPerBuzz'
    : 'it bills USD, which counts under a limit of usd';
}

function noPrice(model: ImageModelLike, reason: string, ways: readonly string[] = []): Error {
  const accepted = [
    'a figure for one image or a function of the request as price of the budget',
    "unknownPrice: 'allow' or a figure",
    ...ways,
  ];
  return invalidArgumentInWords(
    'price',
    `none for ${model.provider} ${model.modelId} (${reason})`,
    accepted.join(', '),
  );
}

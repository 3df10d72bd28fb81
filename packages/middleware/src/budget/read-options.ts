import { isRecord } from '@ai-sdk/provider-utils';
import { invalidArgument, invalidArgumentInWords, parseStrict, patternSchema } from '@grok-image/core';
import { functionSchema, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { BudgetCurrency, BudgetPeriod } from '../errors/budget-exceeded-error.ts';
import type { WaitUntil } from '../stack/background.ts';
import { ledgerSchema } from '../stores/shapes.ts';
import type { BudgetLimit, BudgetOptions, ImagePrice, LimitFigure, PriceFunction } from './options.ts';
import { createCalendar, type Calendar } from './period.ts';

/** A single amount that is limited. */
export interface ReadLimit {
  readonly currency: BudgetCurrency;
  readonly per: BudgetPeriod;
  readonly figure: LimitFigure;
}

/** Options that are checked, with their defaults. */
export interface ReadBudget extends Pick<
  BudgetOptions,
  'tenant' | 'price' | 'usdPerBuzz' | 'maxInFlight' | 'ledger' | 'waitUntil' | 'onEvent'
> {
  readonly limits: readonly ReadLimit[];
  readonly unknownPrice: 'refuse' | 'allow' | ImagePrice;
  readonly calendar: Calendar;
  readonly namespace: string;
  readonly lost: 'unsettled' | 'free';
  readonly onStoreFailure: 'refuse' | 'allow';
}

/** More ticks cannot be counted exactly. */
const mostUsd = 900_000;
const figureWords = {
  usd: 'USD from 0 to 900,000, Infinity, or a function of the tenant',
  buzz: 'Buzz from 0, Infinity, or a function of the tenant',
  images: 'a whole number from 0, Infinity, or a function of the tenant',
  refusals: 'a whole number from 0, Infinity, or a function of the tenant',
};

function isFigure(currency: BudgetCurrency, value: unknown): value is number {
  if (value === Infinity) return true;
  if (!isAmount(value)) return false;
  if (currency === 'images' || currency === 'refusals') return Number.isInteger(value);
  return currency === 'buzz' || value <= mostUsd;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

function figureSchema(currency: BudgetCurrency): z.ZodType<LimitFigure | undefined> {
  return z
    .custom<LimitFigure>(
      value => typeof value === 'function' || isFigure(currency, value),
      figureWords[currency],
    )
    .optional();
}

const limitShape = () => ({
  usd: figureSchema('usd'),
  buzz: figureSchema('buzz'),
  images: figureSchema('images'),
  refusals: figureSchema('refusals'),
  per: z.enum(['hour', 'day', 'month', 'total']).optional(),
});

const priceWords = 'USD for one image, { usd } or { buzz }';

function isImagePrice(value: unknown): value is ImagePrice {
  if (!isRecord(value)) return isAmount(value);
  const [name = '', ...others] = Object.keys(value);
  return others.length === 0 && (name === 'usd' || name === 'buzz') && isAmount(value[name]);
}

const schema = lazy(() =>
  z.strictObject({
    ...limitShape(),
    limits: z.array(z.strictObject(limitShape()), 'a list of limits').optional(),
    tenant: functionSchema<NonNullable<BudgetOptions['tenant']>>(),
    price: z
      .custom<ImagePrice | PriceFunction>(
        value => typeof value === 'function' || isImagePrice(value),
        `${priceWords}, or a function of the request`,
      )
      .optional(),
    unknownPrice: z
      .custom<'refuse' | 'allow' | ImagePrice>(
        value => value === 'refuse' || value === 'allow' || isImagePrice(value),
        `'refuse', 'allow', ${priceWords}`,
      )
      .optional(),
    maxInFlight: figureSchema('images'),
    usdPerBuzz: z.number('USD above 0').positive('USD above 0').optional(),
    timeZone: z.string().optional(),
    ledger: ledgerSchema().optional(),
    namespace: patternSchema(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and _ . -').optional(),
    lost: z.enum(['unsettled', 'free']).optional(),
    onStoreFailure: z.enum(['refuse', 'allow']).optional(),
    waitUntil: functionSchema<WaitUntil>(),
    onEvent: functionSchema<NonNullable<BudgetOptions['onEvent']>>(),
  }),
);

/**
 * Checks the options of a budget.
 *
 * @throws InvalidArgumentError naming the option
 */
export function readBudgetOptions(given: BudgetOptions): ReadBudget {
  const options = parseStrict(schema(), given, '');
  const { usd, buzz, images, refusals, per, limits = [], timeZone = 'UTC', ...others } = options;
  const read = [{ usd, buzz, images, refusals, per }, ...limits].flatMap(toLimits);
  if (read.length === 0 && options.maxInFlight === undefined) {
    const accepted = 'usd, buzz, images, refusals or maxInFlight, or a list of such limits';
    throw invalidArgumentInWords('limits', 'no limit', accepted);
  }
  for (const name of ['price', 'unknownPrice'] as const) {
    const price = options[name];
    const currency = typeof price === 'object' && 'buzz' in price ? 'buzz' : 'usd';
    if (isImagePrice(price) && !isCounted(currency, { limits: read, usdPerBuzz: options.usdPerBuzz })) {
      throw invalidArgumentInWords(name, `a price in ${currency}`, 'an amount that one of the limits counts');
    }
  }
  const names = read.map(limit => `${limit.currency} per ${limit.per}`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw invalidArgumentInWords('limits', `two of ${twice}`, 'one of each');
  return {
    ...others,
    limits: read,
    unknownPrice: options.unknownPrice ?? 'refuse',
    calendar: toCalendar(timeZone),
    namespace: options.namespace ?? 'default',
    lost: options.lost ?? 'unsettled',
    onStoreFailure: options.onStoreFailure ?? 'refuse',
  };
}

/** Whether a limit counts a currency. */
export function isCounted(
  currency: 'usd' | 'buzz',
  { limits, usdPerBuzz }: Pick<ReadBudget, 'limits' | 'usdPerBuzz'>,
): boolean {
  return limits.some(
    limit =>
      limit.currency === currency ||
      (limit.currency === 'usd' && currency === 'buzz' && usdPerBuzz !== undefined),
  );
}

/**
 * The figure of a limit, as a function of the caller gave it.
 *
 * @throws InvalidArgumentError naming the limit
 */
export function checkFigure(currency: BudgetCurrency, given: unknown): number {
  if (isFigure(currency, given)) return given;
  throw invalidArgument(`${currency} of a tenant`, given, figureWords[currency]);
}

function toLimits({ per = 'total', ...limit }: BudgetLimit): ReadLimit[] {
  return (['usd', 'buzz', 'images', 'refusals'] as const).flatMap(currency => {
    const figure = limit[currency];
    return figure === undefined ? [] : [{ currency, per, figure }];
  });
}

function toCalendar(timeZone: string): Calendar {
  try {
    return createCalendar(timeZone);
  } catch {
    throw invalidArgument('timeZone', timeZone, "a name of the IANA database, e.g. 'Europe/Berlin'");
  }
}

import * as z from 'zod/v4';
import { flag, listOf, milliseconds, numberFrom, object, wholeFrom } from './argument.ts';
import { defaultPrices } from './civitai-prices.ts';

/** Kinds of Buzz. */
export type Currency = 'blue' | 'green' | 'yellow' | 'fakeRed';

/** What is priced by itself: a step of prompt enhancement, or an image by words of its input. */
export type CivitaiPriceName = keyof typeof defaultPrices;

/** Buzz of one account. */
export type CivitaiBalances = Readonly<Record<Currency, number>>;

/** How the emulated Civitai behaves. Everything has a default. */
export interface CivitaiOptions {
  /** Milliseconds that an `imageGen` step is processed, 10 by default. */
  readonly stepMs?: number;
  /** Milliseconds that a `promptEnhancement` step is processed, 5 by default. */
  readonly enhanceMs?: number;
  /** Milliseconds before a step that could start is given to anybody (`unassigned`), 1 by default. */
  readonly assignMs?: number;
  /** Milliseconds that a step waits in the queue (`scheduled`), 2 by default. */
  readonly queueMs?: number;
  /** Milliseconds that resources are loaded before that (`preparing`), 0 by default: Grok has nothing to load. */
  readonly prepareMs?: number;
  /** Jobs in front of a step when it enters the queue, 3 by default. */
  readonly queueLength?: number;
  /** Buzz of a new account. Default 100,000 each of blue, green and yellow. */
  readonly balances?: Partial<CivitaiBalances>;
  /** Buzz by price name; what is left out has the default of `defaultPrices`. */
  readonly prices?: Partial<Readonly<Record<CivitaiPriceName, number>>>;
  /** Answer an equal submission with the earlier workflow, without a charge. `true` by default, as documented. */
  readonly dedupe?: boolean;
  /** A `whatif` claims its `externalId`, so that the real submission gets the preview back. `true` by default. */
  readonly whatifClaimsExternalId?: boolean;
  /** Refuse unknown fields with 400, as the closed schemas say (`true`, the default), or drop them in silence. */
  readonly strict?: boolean;
  /** Accept callbacks by plain http to this machine, `false` by default. */
  readonly loopbackCallbacks?: boolean;
  /** Milliseconds before each repetition of a callback that was not answered with 2xx. Default `[5, 20, 80]`. */
  readonly callbackRetryMs?: readonly number[];
  /** How too little Buzz is answered: 403 with a bare JSON string (the default), or 400. */
  readonly insufficientFundsStatus?: 400 | 403;
  /** Milliseconds that a signed URL lives, 45 minutes by default: seen dead after that time. */
  readonly urlLifetimeMs?: number;
  /** The largest upload in bytes, 64 MiB by default. */
  readonly maxUploadBytes?: number;
  /** Submits that one key may send in a second, 0 (the default) for any number: the service publishes no limit. */
  readonly submitsPerSecond?: number;
}

export interface ResolvedCivitaiOptions extends Required<CivitaiOptions> {
  readonly balances: CivitaiBalances;
  readonly prices: Readonly<Record<CivitaiPriceName, number>>;
}

const defaultBalances: CivitaiBalances = { blue: 100_000, green: 100_000, yellow: 100_000, fakeRed: 0 };

const amount = numberFrom(0, 'Buzz');

/** Amounts by name, each with a default. */
function amounts<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
): z.ZodType<Readonly<Record<Name, number>>> {
  const names = Object.entries<number>(defaults).map(([name, value]) => [name, amount.default(value)]);
  return object(Object.fromEntries(names)).transform(given => ({ ...defaults, ...given }));
}

/** Balances with defaults for what is left out. */
export const balancesSchema: z.ZodType<CivitaiBalances> = amounts(defaultBalances);

export const civitaiSchema: z.ZodType<ResolvedCivitaiOptions> = object({
  stepMs: milliseconds.default(10),
  enhanceMs: milliseconds.default(5),
  assignMs: milliseconds.default(1),
  queueMs: milliseconds.default(2),
  prepareMs: milliseconds.default(0),
  queueLength: wholeFrom(0).default(3),
  balances: balancesSchema.prefault({}),
  prices: amounts<CivitaiPriceName>(defaultPrices).prefault({}),
  dedupe: flag.default(true),
  whatifClaimsExternalId: flag.default(true),
  strict: flag.default(true),
  loopbackCallbacks: flag.default(false),
  callbackRetryMs: listOf(milliseconds).default([5, 20, 80]),
  insufficientFundsStatus: z.literal([400, 403], '400 or 403').default(403),
  urlLifetimeMs: milliseconds.default(45 * 60_000),
  maxUploadBytes: wholeFrom(1).default(64 * 1024 * 1024),
  submitsPerSecond: wholeFrom(0).default(0),
});

/** What is given laid over what was set before; what is left undefined stays. */
export function overlay(before: unknown, given: unknown): unknown {
  if (given === undefined) return before;
  if (!isPlain(before) || !isPlain(given)) return given;
  const laid = Object.entries(given).map(([name, value]) => [
    name,
    overlay(Reflect.get(before, name), value),
  ]);
  return { ...before, ...Object.fromEntries(laid) };
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import * as z from 'zod/v4';
import { flag, listOf, milliseconds, numberFrom, object, wholeFrom } from './argument.ts';

export type Operation = 'createImage' | 'editImage';
export type Resolution = '1k' | '2k';
export type Quality = 'low' | 'medium';

/** Kinds of Buzz. */
export type Currency = 'blue' | 'green' | 'yellow' | 'fakeRed';

/** What is priced by itself: a step of prompt enhancement, or an image by version, operation, quality and resolution. */
export type CivitaiPriceName =
  | 'promptEnhancement'
  | `v1.0 ${Operation}`
  | `v2.0 ${Operation} ${Quality} ${Resolution}`;

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

/**
 * Buzz. v1.0 and prompt enhancement: developer.civitai.com, recipes, 2026-08-07. v2.0 has no published price: these are
 * xAI's list prices of grok-imagine-image-2.0 (docs.x.ai, 2026-09-08; an edit adds one input image) at the 1,300 Buzz for
 * a dollar that v1.0 costs.
 */
const defaultPrices: Readonly<Record<CivitaiPriceName, number>> = {
  promptEnhancement: 1,
  'v1.0 createImage': 26,
  'v1.0 editImage': 29,
  'v2.0 createImage low 1k': 52,
  'v2.0 createImage low 2k': 78,
  'v2.0 createImage medium 1k': 78,
  'v2.0 createImage medium 2k': 104,
  'v2.0 editImage low 1k': 65,
  'v2.0 editImage low 2k': 91,
  'v2.0 editImage medium 1k': 91,
  'v2.0 editImage medium 2k': 117,
};

const defaults: ResolvedCivitaiOptions = {
  stepMs: 10,
  enhanceMs: 5,
  assignMs: 1,
  queueMs: 2,
  prepareMs: 0,
  queueLength: 3,
  balances: { blue: 100_000, green: 100_000, yellow: 100_000, fakeRed: 0 },
  prices: defaultPrices,
  dedupe: true,
  whatifClaimsExternalId: true,
  strict: true,
  loopbackCallbacks: false,
  callbackRetryMs: [5, 20, 80],
  insufficientFundsStatus: 403,
  urlLifetimeMs: 45 * 60_000,
  maxUploadBytes: 64 * 1024 * 1024,
  submitsPerSecond: 0,
};

/** Options laid over others, by default over the defaults. */
export function civitaiSchema(base: ResolvedCivitaiOptions = defaults): z.ZodType<ResolvedCivitaiOptions> {
  const prices = Object.entries(base.prices).map(([name, price]) => [name, amount.default(price)] as const);
  return object({
    stepMs: milliseconds.default(base.stepMs),
    enhanceMs: milliseconds.default(base.enhanceMs),
    assignMs: milliseconds.default(base.assignMs),
    queueMs: milliseconds.default(base.queueMs),
    prepareMs: milliseconds.default(base.prepareMs),
    queueLength: wholeFrom(0).default(base.queueLength),
    balances: balancesSchema(base.balances).prefault({}),
    prices: object(Object.fromEntries(prices))
      .transform(given => ({ ...base.prices, ...given }))
      .prefault({}),
    dedupe: flag.default(base.dedupe),
    whatifClaimsExternalId: flag.default(base.whatifClaimsExternalId),
    strict: flag.default(base.strict),
    loopbackCallbacks: flag.default(base.loopbackCallbacks),
    callbackRetryMs: listOf(milliseconds).default([...base.callbackRetryMs]),
    insufficientFundsStatus: z.literal([400, 403], '400 or 403').default(base.insufficientFundsStatus),
    urlLifetimeMs: milliseconds.default(base.urlLifetimeMs),
    maxUploadBytes: wholeFrom(1).default(base.maxUploadBytes),
    submitsPerSecond: wholeFrom(0).default(base.submitsPerSecond),
  });
}

const amount = numberFrom(0, 'Buzz');

/** Balances laid over others. */
export function balancesSchema(base: CivitaiBalances): z.ZodType<CivitaiBalances> {
  return object({
    blue: amount.default(base.blue),
    green: amount.default(base.green),
    yellow: amount.default(base.yellow),
    fakeRed: amount.default(base.fakeRed),
  });
}

import type { FoundRequest } from '@grok-image/core';
import { lazy, messageOf } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts';
import type { FoundBy, SentTo } from '../stack/context.ts';
import { identityOf, portOf } from '../stack/digest.ts';
import type { ImageModelLike } from '../stack/model.ts';
import { readSentTo } from '../stack/sent-to.ts';
import { askBlobs, askStore } from '../stack/store-call.ts';
import { blobStoreSchema, methodsSchema } from '../stores/shapes.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { Ledger, LostReservation } from '../stores/ledger.ts';
import { currencyOf } from './accounts.ts';
import { unitsUnder } from './count.ts';
import { addMoney, costToUnits, type Money } from './money.ts';
import type { ReadBudget } from './read-options.ts';

/** Who can be asked what became of sums that nobody settled. */
export interface ReconcileOptions {
  /** Whose sums, as the option `tenant` gives it; left out where all share one budget. */
  readonly tenant?: string | undefined;
  /** Only sums that have been unsettled since then, or for less long. */
  readonly since?: Date | undefined;
  /** The models that calls went to, e.g. `grok.image(...)`, with the keys of the accounts that pay. */
  readonly models: readonly ImageModelLike[];
  /** The bucket that services put pictures into. */
  readonly blobs?: BlobStore | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

export const reconcileSchema: () => z.ZodType<ReconcileOptions> = lazy(() =>
  z.strictObject({
    tenant: z.string().optional(),
    since: z.date().optional(),
    models: z.array(
      methodsSchema<ImageModelLike>(['doGenerate'], 'an image model, e.g. civitai.image(...), not its id'),
      'a list of image models',
    ),
    blobs: blobStoreSchema().optional(),
    abortSignal: z.custom<AbortSignal>(value => value instanceof AbortSignal, 'an AbortSignal').optional(),
  }),
);

/** What became of a sum that nobody had settled. */
export interface ReconciledSum {
  readonly id: string;
  /** Since when it was unsettled. */
  readonly since: Date;
  /** `settled`: it was billed; `freed`: it was not; `left`: nobody knows, and it counts as spent. */
  readonly outcome: 'settled' | 'freed' | 'left';
  /** A sentence. */
  readonly reason: string;
}

/** What a service or a bucket says of a request: what it has cost, `undefined` where it does not say. */
type Verdict =
  | { readonly kind: 'billed'; readonly money: Money | undefined; readonly reason: string }
  | { readonly kind: 'free'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** How old a sum is at least before a service that knows nothing of its request is believed, as lists lag. */
const lagMs = 10 * 60_000;
/** And at most, as services forget: Civitai lists workflows of the last 30 days (developer.civitai.com, 2026-08). */
const listedMs = 29 * 86_400_000;

/**
 * Looks up what became of the sums whose ids begin so, and settles or frees those of which it is known.
 *
 * @throws StoreUnavailableError, the abort reason
 */
export async function reconcileSums(
  ledger: Ledger,
  prefix: string,
  budget: ReadBudget,
  options: Omit<ReconcileOptions, 'tenant'>,
): Promise<readonly ReconciledSum[]> {
  const since = options.since?.getTime() ?? 0;
  const sums = await ask('read a budget', () => ledger.lost({ prefix, since }));
  const models = await namedModels(options.models);
  const done: ReconciledSum[] = [];
  // One after the other: it is a look at the books, and services limit reads as well.
  for (const sum of sums) {
    options.abortSignal?.throwIfAborted();
    const verdict = await judge(sum, models, options);
    done.push(await settle(ledger, prefix, sum, verdict, budget));
  }
  return done;
}

async function ask<T>(what: string, work: () => Promise<T>): Promise<T> {
  const answer = await askStore(what, work);
  if (answer.isThere) return answer.value;
  throw new StoreUnavailableError(answer.reason, 'Ask again when the store is back.');
}

/** Those that can be asked, by who they are. */
async function namedModels(models: readonly ImageModelLike[]): Promise<ReadonlyMap<string, ImageModelLike>> {
  const asked = models.filter(model => portOf(model) !== undefined);
  return new Map(await Promise.all(asked.map(async model => [await identityOf(model, ''), model] as const)));
}

/** What is known of a call, by all that it was sent to and that did not turn it away. */
async function judge(
  sum: LostReservation,
  models: ReadonlyMap<string, ImageModelLike>,
  options: Omit<ReconcileOptions, 'tenant'>,
): Promise<Verdict> {
  const sentTo = readSentTo(sum.note);
  if (sentTo.length === 0) return unknown('It is not noted to whom it was sent.');
  const verdicts = await Promise.all(sentTo.map(async sent => judgeOne(sent, sum.since, models, options)));
  const open = verdicts.find(({ kind }) => kind === 'unknown');
  if (open) return open;
  const reason = verdicts.map(verdict => verdict.reason).join(' ');
  const billed = verdicts.flatMap(verdict => (verdict.kind === 'billed' ? [verdict] : []));
  if (billed.length === 0) return { kind: 'free', reason };
  const told = billed.flatMap(({ money }) => money ?? []);
  return { kind: 'billed', money: told.length < billed.length ? undefined : addMoney(told), reason };
}

async function judgeOne(
  { model: name, identity = '', by }: SentTo,
  since: number,
  models: ReadonlyMap<string, ImageModelLike>,
  { blobs, abortSignal }: Omit<ReconcileOptions, 'tenant'>,
): Promise<Verdict> {
  if (by === undefined) return unknown(`${name} has no way to tell what became of one of its requests.`);
  if ('blobKeys' in by) return judgeBucket(name, by, blobs);
  const model = models.get(identity);
  const port = model && portOf(model);
  if (port === undefined)
    return unknown(`${name} of the account that it was sent with is not among the models.`);
  try {
    return judgeFound(name, await port.find(by, { abortSignal }), since);
  } catch (error) {
    abortSignal?.throwIfAborted();
    return unknown(`${name} could not be asked: ${messageOf(error)}`);
  }
}

function judgeFound(name: string, { state, cost }: FoundRequest, since: number): Verdict {
  switch (state) {
    case 'running':
      return unknown(`${name} still works on it.`);
    case 'done':
      return { kind: 'billed', money: cost && costToUnits(cost), reason: `${name} has made it.` };
    case 'failed':
      return cost === undefined
        ? unknown(`${name} failed, and does not say what it has billed.`)
        : {
            kind: 'billed',
            money: costToUnits(cost),
            reason: `${name} failed, and says what it has billed.`,
          };
    case 'absent': {
      const ageMs = Date.now() - since;
      if (ageMs < lagMs) return unknown(`${name} does not know it yet: ask again after ten minutes.`);
      if (ageMs > listedMs) return unknown(`${name} does not know it any more.`);
      return { kind: 'free', reason: `${name} has never got it.` };
    }
    default:
      return state satisfies never;
  }
}

async function judgeBucket(
  name: string,
  { blobKeys }: Extract<FoundBy, { blobKeys: unknown }>,
  blobs: BlobStore | undefined,
): Promise<Verdict> {
  if (blobs === undefined)
    return unknown(`${name} was to put it into a bucket, which is not given as blobs.`);
  const looked = await askBlobs('look into the bucket', () =>
    Promise.all(blobKeys.map(async key => blobs.head(key))),
  );
  if (!looked.isThere) return unknown(looked.reason);
  return looked.value.some(head => head !== undefined)
    ? { kind: 'billed', money: undefined, reason: `${name} has put it into the bucket.` }
    : unknown(`${name} has put nothing into the bucket, and bills some requests without a picture.`);
}

function unknown(reason: string): Verdict {
  return { kind: 'unknown', reason };
}

async function settle(
  ledger: Ledger,
  prefix: string,
  { id, since, amounts }: LostReservation,
  verdict: Verdict,
  budget: ReadBudget,
): Promise<ReconciledSum> {
  const told = { id, since: new Date(since), reason: verdict.reason };
  switch (verdict.kind) {
    case 'unknown':
      return { ...told, outcome: 'left' };
    case 'free': {
      const isFree = await ask('free a budget', () => ledger.free(id, since));
      return isFree
        ? { ...told, outcome: 'freed' }
        : { ...told, outcome: 'left', reason: 'It was sent again, or settled, while it was looked up.' };
    }
    case 'billed': {
      const { money = {} } = verdict;
      const parts = amounts.map(({ account, amount }) => {
        const currency = currencyOf(account, prefix);
        // What is not told is counted as it was held.
        const units = currency && unitsUnder(currency, { money, images: amount }, budget, (a, b) => a + b);
        return [account, units ?? amount] as const;
      });
      await ask('settle a budget', () => ledger.settle(id, Object.fromEntries(parts)));
      return { ...told, outcome: 'settled' };
    }
    default:
      return verdict satisfies never;
  }
}

import type { GenerationCost } from '@grok-image/core';
import type { Ledger } from '@grok-image/middleware';
import { costToUnits, fromUnits, limitToUnits } from '@grok-image/middleware/internal';
import { BulkError } from '../errors/bulk-error.ts';

/** What a run may spend; of several amounts each holds. */
export interface BulkBudget {
  /** USD, up to 900,000. */
  readonly usd?: number | undefined;
  readonly buzz?: number | undefined;
  /** Images that are asked for, whatever they cost. */
  readonly images?: number | undefined;
}

/** What a job costs, or will cost at most. */
export interface Price {
  readonly cost: GenerationCost | undefined;
  readonly images: number;
}

/** Money of a run, which is held before a request leaves and settled with what it has cost. */
export interface Purse {
  /**
   * Holds what a job will cost at most; the same job again holds nothing more.
   *
   * @returns what is over, a sentence, where it does not fit; else nothing
   */
  hold(key: string, price: Price): Promise<string | undefined>;
  /** Notes that its request leaves; `false` where it is not held any more. */
  send(key: string): Promise<boolean>;
  settle(key: string, price: Price): Promise<void>;
  /** Certainly nothing was billed. */
  release(key: string): Promise<void>;
  /** Nobody knows what was billed: it counts as spent until somebody does. */
  lose(key: string): Promise<void>;
}

/** A run that nothing limits holds nothing. */
export const openPurse: Purse = {
  hold: async () => undefined,
  send: async () => true,
  settle: async () => {},
  release: async () => {},
  lose: async () => {},
};

/** For how long money is held for a job that waits for its turn, and for one that was sent, in milliseconds. */
const waitingMs = 3_600_000;
const sentMs = 86_400_000;

const currencies = ['usd', 'buzz', 'images'] as const;
const words = { usd: 'USD', buzz: 'Buzz', images: 'images' };

/**
 * A purse that a budget limits.
 *
 * @param space - tells runs apart that share a ledger
 */
export function createPurse(budget: BulkBudget, ledger: Ledger, space: string): Purse {
  const limited = currencies.filter(currency => budget[currency] !== undefined);
  const accountOf = (currency: string) => `${space}${currency}`;
  const idOf = (key: string) => `${space}${key}`;
  const amountsOf = ({ cost = {}, images }: Price) => {
    const units = { ...costToUnits(cost), images };
    return limited.map(currency => ({
      account: accountOf(currency),
      amount: units[currency] ?? 0,
      limit: limitToUnits(budget[currency] ?? 0, currency),
    }));
  };
  return {
    async hold(key, price) {
      const currency = price.cost?.usd === undefined ? 'buzz' : 'usd';
      const isCounted = price.cost !== undefined && budget[currency] !== undefined;
      if (!isCounted && (budget.usd !== undefined || budget.buzz !== undefined))
        throw uncounted(price, budget);
      const answer = await ledger.reserve({
        id: idOf(key),
        amounts: amountsOf(price),
        ttlMs: waitingMs,
        lost: 'unsettled',
      });
      if (answer.isReserved) return undefined;
      const over = limited.find(name => accountOf(name) === answer.account) ?? currency;
      const { spent, reserved, unsettled } = answer.standing;
      const taken = fromUnits(spent + reserved + unsettled, over);
      return `The budget of ${budget[over]} ${words[over]} does not allow for more: ${taken} are spent or held.`;
    },
    send: key => ledger.markSent(idOf(key), key, sentMs),
    settle: (key, price) =>
      ledger.settle(
        idOf(key),
        Object.fromEntries(amountsOf(price).map(({ account, amount }) => [account, amount])),
      ),
    release: key => ledger.release(idOf(key), key),
    async lose(key) {
      await ledger.renew(idOf(key), 1);
    },
  };
}

function uncounted({ cost }: Price, budget: BulkBudget): BulkError {
  const given = budget.usd === undefined ? 'buzz' : 'usd';
  const reason =
    cost === undefined ? 'the price of its model is not known' : `its model does not bill ${words[given]}`;
  return new BulkError('setup', {
    message: `Failed to hold money for a job: ${reason}, so that a budget in ${words[given]} limits nothing. Give a price for an image, a budget in the currency of the model, or one in images. Nothing was sent.`,
  });
}

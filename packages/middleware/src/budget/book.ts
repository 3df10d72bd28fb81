import { StoreUnavailableError } from '../errors/store-unavailable-error.ts';
import { askStore } from '../stack/store-call.ts';
import type { Ledger, ReservedAmount, Standing } from '../stores/ledger.ts';
import { every, type Background } from './background.ts';
import type { ReadBudget } from './options.ts';

/** For how long a reservation outlives its process, in milliseconds; while the call lives it is renewed. */
const leaseMs = 30_000;

/** Whether a call may go, and with which money. */
export type Entry =
  /** `warning` where the ledger is away and calls are let through all the same. */
  | { readonly isIn: true; readonly hold: Hold; readonly warning?: string }
  | { readonly isIn: false; readonly account: string; readonly standing: Standing };

/** Money that is held for a call which is on its way. */
export interface Hold {
  /** Puts what was billed in its place; resolves with what went wrong for now. */
  settle(amounts: Readonly<Record<string, number>>): Promise<string | undefined>;
  /** Gives it back: nothing was billed. */
  release(): Promise<void>;
  /** Nobody will know what became of the call. */
  lose(): Promise<void>;
}

/**
 * Reserves money for a call and marks that it is sent, which it has to be at once.
 *
 * @param isKeyed - whether the same call may come again under this id
 * @throws StoreUnavailableError where the ledger is away and calls are refused then
 */
export async function enter(
  ledger: Ledger,
  { id, isKeyed, amounts }: { id: string; isKeyed: boolean; amounts: readonly ReservedAmount[] },
  { lost, onStoreFailure }: Pick<ReadBudget, 'lost' | 'onStoreFailure'>,
  background: Background,
): Promise<Entry> {
  const what = 'reserve a budget';
  const refuse = (reason: string): never => {
    // A store that is late may still do what it was asked. An id that may come again is not barred for it.
    background.insist(what, async () => (isKeyed ? ledger.release(id) : ledger.void(id)));
    throw new StoreUnavailableError(reason);
  };
  const hold = () => toHold(ledger, id, lost, background);
  // What it has cost is settled all the same, as soon as the ledger is back.
  const fail = (reason: string): Entry =>
    onStoreFailure === 'refuse'
      ? refuse(reason)
      : { isIn: true, hold: hold(), warning: `${reason} The call was sent, and no limit held for it.` };
  const reserved = await askStore(what, () => ledger.reserve({ id, amounts, ttlMs: leaseMs, lost }));
  if (!reserved.isThere) return fail(reserved.reason);
  if (!reserved.value.isReserved) {
    const { account, standing } = reserved.value;
    return account === undefined
      ? refuse(`Failed to ${what}: its id is void.`)
      : { isIn: false, account, standing };
  }
  const sent = await askStore(what, () => ledger.markSent(id, leaseMs));
  if (!sent.isThere) return fail(sent.reason);
  // The process stood still meanwhile, and others may have the money by now.
  if (!sent.value) return refuse(`Failed to ${what}: it expired before the call was sent.`);
  return { isIn: true, hold: hold() };
}

function toHold(ledger: Ledger, id: string, lost: ReadBudget['lost'], background: Background): Hold {
  const stop = every(leaseMs / 3, () => {
    background.run(() => askStore('renew a budget', () => ledger.renew(id, leaseMs)));
  });
  /** Once and in time; else until it is done, as asking twice does the same. */
  const end = async (what: string, ask: () => Promise<unknown>) => {
    stop();
    const answer = await askStore(what, ask);
    if (answer.isThere) return undefined;
    background.insist(what, ask);
    return answer.reason;
  };
  const release = async () => {
    await end('release a budget', () => ledger.release(id));
  };
  return {
    settle: amounts => end('settle a budget', () => ledger.settle(id, amounts)),
    release,
    async lose() {
      if (lost === 'free') return release();
      // It expires now rather than in half a minute, and is unsettled from then on.
      await end('leave a budget', () => ledger.renew(id, 1));
    },
  };
}

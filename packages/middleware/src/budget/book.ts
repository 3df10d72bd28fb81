import { randomId } from '@grok-image/core/internal';
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts';
import { askStore } from '../stack/store-call.ts';
import type { Ledger, Reservation, Standing, ThrownSwitch } from '../stores/ledger.ts';
import { every } from '../stack/timers.ts';
import type { Background } from '../stack/background.ts';
import type { HoldId } from './id.ts';
import type { ReadBudget } from './read-options.ts';

/** For how long a reservation outlives its process, in milliseconds; while the call lives it is renewed. */
const leaseMs = 30_000;

/** Whether a call may go, and with which money. */
export type Entry =
  | { readonly isIn: true; readonly hold: Hold }
  | { readonly isIn: false; readonly account: string; readonly standing: Standing }
  | { readonly isIn: false; readonly thrown: ThrownSwitch };

/** Money that is held for a call which is on its way. */
export interface Hold {
  /**
   * Marks, right before the first request leaves to a model, that it may be billed from now on.
   *
   * @param note - to whom it is sent, by which it is looked up when nobody settles it
   * @throws StoreUnavailableError where the money is not held any more, or nobody knows
   */
  send(note: string): Promise<void>;
  /** What is to be told, where the ledger is away and the call is let through all the same. */
  readonly warnings: readonly string[];
  /** Puts what was billed in its place; resolves with what went wrong for now. */
  settle(amounts: Readonly<Record<string, number>>): Promise<string | undefined>;
  /** Gives it back, as nothing was billed of this call: what another may have paid under the same id stays held. */
  release(): Promise<void>;
  /** Nobody will know what became of the call. */
  lose(): Promise<void>;
}

/**
 * Reserves money for a call.
 *
 * @throws StoreUnavailableError where the ledger is away and calls are refused then
 */
export async function enter(
  ledger: Ledger,
  { id, mayRecur, amounts, switches }: HoldId & Pick<Reservation, 'amounts' | 'switches'>,
  { lost, onStoreFailure }: Pick<ReadBudget, 'lost' | 'onStoreFailure'>,
  background: Background,
): Promise<Entry> {
  const what = 'reserve a budget';
  const token = randomId();
  let mayBeBilled = false;
  const refuse = (reason: string): never => {
    // A store that is late may still do what it was asked. An id that may come again is not barred for it, and what an
    // earlier model may have billed stays held.
    if (!mayBeBilled) {
      background.insist(what, async () => (mayRecur ? ledger.release(id, token) : ledger.void(id)));
    }
    throw new StoreUnavailableError(reason);
  };
  const warnings: string[] = [];
  // What it has cost is settled all the same, as soon as the ledger is back.
  const letPass = (reason: string) =>
    onStoreFailure === 'refuse'
      ? refuse(reason)
      : warnings.push(`${reason} The call was sent, and no limit held for it.`);
  const reserved = await askStore(what, () =>
    ledger.reserve({ id, amounts, switches, ttlMs: leaseMs, lost }),
  );
  if (!reserved.isThere) letPass(reserved.reason);
  else if (!reserved.value.isReserved) {
    const { account, standing, thrown } = reserved.value;
    if (thrown) return { isIn: false, thrown };
    return account === undefined
      ? refuse(`Failed to ${what}: its id is void.`)
      : { isIn: false, account, standing };
  }
  const send = async (note: string) => {
    if (warnings.length > 0) return;
    const sent = await askStore(what, () => ledger.markSent(id, token, leaseMs, note));
    if (!sent.isThere) letPass(sent.reason);
    // The process stood still meanwhile, and others may have the money by now.
    else if (!sent.value) refuse(`Failed to ${what}: it expired before the call was sent.`);
    mayBeBilled = true;
  };
  return { isIn: true, hold: { ...toHold(ledger, { id, token }, lost, background), send, warnings } };
}

function toHold(
  ledger: Ledger,
  { id, token }: { id: string; token: string },
  lost: ReadBudget['lost'],
  background: Background,
): Omit<Hold, 'send' | 'warnings'> {
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
    await end('release a budget', () => ledger.release(id, token));
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

import type { Ledger, Reservation, ReservedAmount, Standing } from '../ledger.ts';
import { closedMs } from '../shares.ts';
import { createSteadyClock } from './steady-clock.ts';

/** An amount that is held; what is settled or void holds nothing. */
interface Held {
  readonly amounts: readonly ReservedAmount[];
  readonly lost: Reservation['lost'];
  readonly state: 'reserved' | 'sent' | 'unsettled';
  /** Tokens of the calls that were sent. */
  readonly senders: readonly string[];
  /** When it expires; of what is unsettled, when it has. */
  readonly endsAt: number;
  readonly touchedAt: number;
  readonly note?: string | undefined;
}

interface Account {
  spent: number;
  touchedAt: number;
  /** By id, what holds something of it. */
  readonly held: Map<string, Held>;
}

/** The part of a ledger that keeps money. */
export interface Reservations extends Pick<
  Ledger,
  | 'reserve'
  | 'markSent'
  | 'renew'
  | 'settle'
  | 'release'
  | 'void'
  | 'free'
  | 'standing'
  | 'unsettled'
  | 'lost'
> {
  forget(what: { readonly prefix: string; readonly before: number }): number;
}

export function createReservations(): Reservations {
  const clock = createSteadyClock();
  const accounts = new Map<string, Account>();
  const reservations = new Map<string, Held>();
  /** Ids that are settled or void, and since when, in the order of that. */
  const closed = new Map<string, { readonly state: 'settled' | 'void'; readonly since: number }>();

  function accountOf(name: string): Account {
    const account = accounts.get(name) ?? { spent: 0, touchedAt: 0, held: new Map() };
    account.touchedAt = clock();
    accounts.set(name, account);
    return account;
  }

  function put(id: string, held: Held): void {
    reservations.set(id, held);
    for (const { account } of held.amounts) accountOf(account).held.set(id, held);
  }

  function remove(id: string): void {
    for (const { account } of reservations.get(id)?.amounts ?? []) accountOf(account).held.delete(id);
    reservations.delete(id);
  }

  function close(id: string, state: 'settled' | 'void'): void {
    remove(id);
    closed.delete(id);
    closed.set(id, { state, since: clock() });
  }

  /** Lets end what has expired by now. */
  function sweep(): void {
    const now = clock();
    for (const [id, held] of reservations) {
      if (held.state === 'unsettled' || now < held.endsAt) continue;
      if (held.state === 'sent' && held.lost === 'unsettled') put(id, { ...held, state: 'unsettled' });
      else remove(id);
    }
    for (const [id, { since }] of closed) {
      if (now < since + closedMs) break;
      closed.delete(id);
    }
  }

  /** What is held under an id and has not expired. */
  function live(id: string): Held | undefined {
    sweep();
    const held = reservations.get(id);
    return held?.state === 'unsettled' ? undefined : held;
  }

  function standingOf(name: string): Standing {
    const account = accounts.get(name);
    const sum = { spent: account?.spent ?? 0, reserved: 0, unsettled: 0 };
    for (const { amounts, state } of account?.held.values() ?? []) {
      for (const { account: owner, amount } of amounts) {
        if (owner === name) sum[state === 'unsettled' ? 'unsettled' : 'reserved'] += amount;
      }
    }
    return sum;
  }

  return {
    async reserve({ id, amounts, ttlMs, lost }) {
      sweep();
      if (closed.get(id)?.state === 'void') {
        return {
          isReserved: false,
          account: undefined,
          standing: { spent: 0, reserved: 0, unsettled: 0 },
        };
      }
      if (closed.has(id) || reservations.has(id)) return { isReserved: true };
      for (const { account, amount, limit } of amounts) {
        const standing = standingOf(account);
        if (standing.spent + standing.reserved + standing.unsettled + amount > limit) {
          return { isReserved: false, account, standing };
        }
      }
      const now = clock();
      put(id, { amounts, lost, state: 'reserved', senders: [], endsAt: now + ttlMs, touchedAt: now });
      return { isReserved: true };
    },
    async markSent(id, token, ttlMs, note = reservations.get(id)?.note) {
      sweep();
      const held = reservations.get(id);
      // What is paid, or counts as paid, may be sent again: it holds nothing more.
      if (held === undefined) return closed.get(id)?.state === 'settled';
      const now = clock();
      const isLive = held.state !== 'unsettled';
      put(id, {
        ...held,
        senders: [...held.senders, token],
        note,
        touchedAt: now,
        ...(isLive ? { state: 'sent', endsAt: now + ttlMs } : { endsAt: now }),
      });
      return true;
    },
    async renew(id, ttlMs) {
      const held = live(id);
      const now = clock();
      if (held !== undefined) put(id, { ...held, endsAt: now + ttlMs, touchedAt: now });
      return held !== undefined;
    },
    async settle(id, amounts) {
      sweep();
      if (closed.get(id)?.state === 'settled') return;
      close(id, 'settled');
      for (const [account, amount] of Object.entries(amounts)) accountOf(account).spent += amount;
    },
    async release(id, token) {
      const held = reservations.get(id);
      const senders = held?.senders.filter(sender => sender !== token) ?? [];
      if (held === undefined || senders.length === 0) remove(id);
      else put(id, { ...held, senders });
    },
    async void(id) {
      if (closed.get(id)?.state !== 'settled') close(id, 'void');
    },
    async free(id, since = Infinity) {
      sweep();
      const held = reservations.get(id);
      const isFree = held?.state === 'unsettled' && held.endsAt <= since;
      if (isFree) remove(id);
      return isFree;
    },
    async standing(account) {
      sweep();
      return standingOf(account);
    },
    async unsettled(account) {
      sweep();
      return [...(accounts.get(account)?.held ?? [])].flatMap(([id, { amounts, state, endsAt }]) =>
        state === 'unsettled'
          ? amounts.flatMap(held =>
              held.account === account ? [{ id, amount: held.amount, since: endsAt }] : [],
            )
          : [],
      );
    },
    async lost({ prefix, since }) {
      sweep();
      const sums = [...reservations].flatMap(([id, { amounts, state, endsAt, note }]) =>
        state === 'unsettled' && amounts.length > 0 && id.startsWith(prefix) && endsAt >= since
          ? [
              {
                id,
                since: endsAt,
                note,
                amounts: amounts.map(({ account, amount }) => ({ account, amount })),
              },
            ]
          : [],
      );
      return sums.toSorted((one, other) => one.since - other.since);
    },
    forget({ prefix, before }) {
      sweep();
      const isOld = (name: string, at: number) => name.startsWith(prefix) && at < before;
      const held = [...reservations].filter(([id, { touchedAt }]) => isOld(id, touchedAt));
      const done = [...closed].filter(([id, { since }]) => isOld(id, since));
      // Before what they hold is let go, which touches them.
      const old = [...accounts].filter(([name, { touchedAt }]) => isOld(name, touchedAt));
      for (const [id] of held) remove(id);
      for (const [id] of done) closed.delete(id);
      const empty = old.filter(([, account]) => account.held.size === 0);
      for (const [name] of empty) accounts.delete(name);
      return held.length + done.length + empty.length;
    },
  };
}

import { describe, expect, it } from 'vitest';
import type { Ledger, Reservation } from '../ledger.ts';
import type { MakeLedgers } from './make-ledgers.ts';

const account = 'tom:2026-11';
/** 10,000,000,000 ticks. */
const dollar = 1e10;
const nothing = { spent: 0, reserved: 0, unsettled: 0 };

function reservation(id: string, given: Partial<Reservation> & { amount?: number } = {}): Reservation {
  const { amount = 2e9, ...others } = given;
  return { id, amounts: [{ account, amount, limit: dollar }], ttlMs: 60_000, lost: 'unsettled', ...others };
}

/** What holds for the money of every ledger. */
export function describeReservations(make: MakeLedgers): void {
  describe('its money', () => {
    it('is held, and spent as it was really billed', async () => {
      const [ledger, other] = await make();
      await expect(ledger.reserve(reservation('1'))).resolves.toEqual({ isReserved: true });
      await expect(other.standing(account)).resolves.toEqual({ ...nothing, reserved: 2e9 });
      await expect(ledger.markSent('1', 'a', 60_000)).resolves.toBe(true);
      await ledger.settle('1', { [account]: 1_999_999_999 });

      await expect(other.standing(account)).resolves.toEqual({ ...nothing, spent: 1_999_999_999 });
      await expect(ledger.standing('nobody')).resolves.toEqual(nothing);
    });

    it('is counted exactly up to 2^53', async () => {
      const [ledger] = await make();
      const limit = Number.MAX_SAFE_INTEGER;
      const held = [{ account, amount: limit - 2, limit }];
      await ledger.reserve(reservation('1', { amounts: held }));
      const last = [{ account, amount: 2, limit }];

      await expect(ledger.reserve(reservation('2', { amounts: last }))).resolves.toEqual({
        isReserved: true,
      });
      await expect(
        ledger.reserve(reservation('3', { amounts: [{ account, amount: 1, limit }] })),
      ).resolves.toMatchObject({
        isReserved: false,
        standing: { ...nothing, reserved: limit },
      });
    });

    it('is never more than the limit, whoever asks at once', async () => {
      const ledgers = await make();
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          at(ledgers, index).reserve(reservation(`${index}`, { amount: 200_000_000 })),
        ),
      );

      expect(answers.filter(({ isReserved }) => isReserved)).toHaveLength(50);
      expect(answers.find(({ isReserved }) => !isReserved)).toEqual({
        isReserved: false,
        account,
        standing: { ...nothing, reserved: dollar },
      });
      await expect(ledgers[0].standing(account)).resolves.toEqual({ ...nothing, reserved: dollar });
    });

    it('is held in all accounts or in none', async () => {
      const [ledger] = await make();
      const tier = { account: 'tier', amount: 2e9, limit: 1e9 };
      const [own] = reservation('1').amounts;
      const answer = await ledger.reserve(reservation('1', { amounts: own ? [own, tier] : [] }));

      expect(answer).toEqual({ isReserved: false, account: 'tier', standing: nothing });
      await expect(ledger.standing(account)).resolves.toEqual(nothing);
    });

    it('is held once for an id', async () => {
      const ledgers = await make();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => at(ledgers, index).reserve(reservation('1'))),
      );

      expect(answers).toEqual(Array.from({ length: 8 }, () => ({ isReserved: true })));
      await expect(ledgers[0].standing(account)).resolves.toEqual({ ...nothing, reserved: 2e9 });
    });

    it('frees itself when it expires before it was sent', async () => {
      const [ledger, other] = await make();
      await ledger.reserve(reservation('1', { ttlMs: 40 }));

      await expect.poll(() => other.standing(account)).toEqual(nothing);
      await expect(ledger.markSent('1', 'a', 60_000)).resolves.toBe(false);
      await expect(ledger.renew('1', 60_000)).resolves.toBe(false);
    });

    it('is held for longer when it is renewed', async () => {
      const [ledger] = await make();
      await ledger.reserve(reservation('1', { ttlMs: 300 }));
      await ledger.renew('1', 60_000);
      await pass(350);

      await expect(ledger.standing(account)).resolves.toEqual({ ...nothing, reserved: 2e9 });
    });

    it('counts as spent when it expires after it was sent, until a person frees it', async () => {
      const [ledger, other] = await make();
      const before = Date.now();
      await ledger.reserve(reservation('1', { amount: 6e9 }));
      await ledger.markSent('1', 'a', 40);
      await expect.poll(() => other.standing(account)).toEqual({ ...nothing, unsettled: 6e9 });
      const sums = await other.unsettled(account);

      expect(sums).toEqual([{ id: '1', amount: 6e9, since: expect.any(Number) }]);
      expect(Math.abs((sums[0]?.since ?? 0) - before)).toBeLessThan(5000);
      await expect(ledger.unsettled('nobody')).resolves.toEqual([]);
      await expect(ledger.renew('1', 60_000)).resolves.toBe(false);
      await expect(ledger.reserve(reservation('2', { amount: 6e9 }))).resolves.toMatchObject({
        isReserved: false,
      });
      await expect(ledger.free('1')).resolves.toBe(true);
      await expect(ledger.free('1')).resolves.toBe(false);
      await expect(other.standing(account)).resolves.toEqual(nothing);
      await expect(other.unsettled(account)).resolves.toEqual([]);
    });

    it('of a call that is lost is free at once where its caller says so', async () => {
      const [ledger] = await make();
      await ledger.reserve(reservation('1', { lost: 'free' }));
      await ledger.markSent('1', 'a', 40);

      await expect.poll(() => ledger.standing(account)).toEqual(nothing);
      await expect(ledger.unsettled(account)).resolves.toEqual([]);
    });

    it('is settled once, also after it has expired', async () => {
      const [ledger, other] = await make();
      await ledger.reserve(reservation('1'));
      await ledger.markSent('1', 'a', 30);
      await expect.poll(() => ledger.standing(account)).toEqual({ ...nothing, unsettled: 2e9 });
      await Promise.all([ledger.settle('1', { [account]: 3e9 }), other.settle('1', { [account]: 3e9 })]);
      await ledger.settle('1', { [account]: 3e9 });

      await expect(ledger.standing(account)).resolves.toEqual({ ...nothing, spent: 3e9 });
    });

    it('that is settled is answered as held when its call is made again, and holds nothing more', async () => {
      const [ledger] = await make();
      await ledger.reserve(reservation('1'));
      await ledger.settle('1', { [account]: 1e9 });

      await expect(ledger.reserve(reservation('1'))).resolves.toEqual({ isReserved: true });
      await expect(ledger.markSent('1', 'a', 60_000)).resolves.toBe(true);
      await ledger.release('1', 'a');
      await expect(ledger.standing(account)).resolves.toEqual({ ...nothing, spent: 1e9 });
    });

    it('is free when nothing was billed, and may be held again', async () => {
      const [ledger] = await make();
      await ledger.reserve(reservation('1'));
      await ledger.release('1', 'a');
      await ledger.release('2', 'a');

      await expect(ledger.standing(account)).resolves.toEqual(nothing);
      await expect(ledger.markSent('1', 'a', 60_000)).resolves.toBe(false);
      await expect(ledger.reserve(reservation('1'))).resolves.toEqual({ isReserved: true });
      await expect(ledger.standing(account)).resolves.toEqual({ ...nothing, reserved: 2e9 });
    });

    it('stays held for what another call has sent under its id, whichever of them is turned away', async () => {
      const [ledger, other] = await make();
      await ledger.reserve(reservation('1'));
      await ledger.markSent('1', 'a', 60_000);
      await other.reserve(reservation('1'));
      // Turned away before it was sent, and after.
      await other.release('1', 'b');
      await other.markSent('1', 'b', 30);
      await other.release('1', 'b');
      await other.release('1', 'b');
      await expect.poll(() => ledger.standing(account)).toEqual({ ...nothing, unsettled: 2e9 });
      await expect(other.markSent('1', 'c', 60_000)).resolves.toBe(true);
      await ledger.release('1', 'a');
      await expect(ledger.standing(account)).resolves.toEqual({ ...nothing, unsettled: 2e9 });
      await other.release('1', 'c');

      await expect(ledger.standing(account)).resolves.toEqual(nothing);
    });

    it('that was sent again is as old as that, and is not freed by who looked it up before', async () => {
      const [ledger, other] = await make();
      await ledger.reserve(reservation('1'));
      await ledger.markSent('1', 'a', 1);
      await expect.poll(() => ledger.unsettled(account)).toHaveLength(1);
      const [{ since } = { since: 0 }] = await ledger.unsettled(account);
      await pass(20);
      await other.markSent('1', 'b', 60_000);

      const [again] = await ledger.lost({ prefix: '', since: since + 1 });
      expect(again?.since).toBeGreaterThan(since);
      await expect(ledger.free('1', since)).resolves.toBe(false);
      await expect(ledger.standing(account)).resolves.toEqual({ ...nothing, unsettled: 2e9 });
      await expect(ledger.free('1', again?.since)).resolves.toBe(true);
      await expect(ledger.standing(account)).resolves.toEqual(nothing);
    });

    it('is never held for an id that is void, whichever comes first', async () => {
      const [ledger, other] = await make();
      await ledger.void('1');
      await ledger.reserve(reservation('2'));
      await other.void('2');

      for (const id of ['1', '2']) {
        await expect(other.reserve(reservation(id))).resolves.toEqual({
          isReserved: false,
          account: undefined,
          standing: nothing,
        });
        await expect(other.markSent(id, 'a', 60_000)).resolves.toBe(false);
      }
      await expect(ledger.standing(account)).resolves.toEqual(nothing);
    });

    it('is forgotten by prefix, but for accounts that hold something', async () => {
      const [ledger] = await make();
      await ledger.reserve(reservation('tom:1'));
      await ledger.reserve(reservation('tom:2'));
      await ledger.reserve(reservation('eva:1', { amount: 1e9 }));
      await ledger.settle('tom:2', { [account]: 1e9 });
      const before = Date.now() + 60_000;

      await expect(ledger.forget({ prefix: 'tom:', before: Date.now() - 60_000 })).resolves.toBe(0);
      await expect(ledger.forget({ prefix: 'tom:', before })).resolves.toBe(2);
      await expect(ledger.standing(account)).resolves.toEqual({ spent: 1e9, reserved: 1e9, unsettled: 0 });
      await ledger.release('eva:1', 'a');
      await expect(ledger.forget({ prefix: 'tom:', before })).resolves.toBe(1);
      await expect(ledger.standing(account)).resolves.toEqual(nothing);
    });
  });
}

function at(ledgers: readonly [Ledger, ...Ledger[]], index: number): Ledger {
  return ledgers[index % ledgers.length] ?? ledgers[0];
}

async function pass(milliseconds: number): Promise<void> {
  await new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

import { describe, expect, it } from 'vitest';
import type { Reservation } from '../ledger.ts';
import type { MakeLedgers } from './make-ledgers.ts';

const account = 'tom:2026-11';
const reservation: Reservation = {
  id: 'tom:1',
  amounts: [{ account, amount: 2, limit: 10 }],
  ttlMs: 60_000,
  lost: 'unsettled',
};
const thrown = { name: 'all:tom', reason: 'Someone shares pictures of others 🐈' };

/** What holds for what every ledger stops, and for what nobody settled. */
export function describeSwitches(make: MakeLedgers): void {
  describe('its switches', () => {
    it('stop what names them, in every process, and nothing else', async () => {
      const [ledger, other] = await make();
      await ledger.stop(thrown);
      const switches = ['all', thrown.name];

      await expect(other.reserve({ ...reservation, switches })).resolves.toMatchObject({
        isReserved: false,
        account: undefined,
        thrown,
      });
      await expect(other.standing(account)).resolves.toMatchObject({ reserved: 0 });
      await expect(other.reserve({ ...reservation, switches: ['all'] })).resolves.toMatchObject({
        isReserved: true,
      });
    });

    it('are put back once', async () => {
      const [ledger, other] = await make();
      await ledger.stop(thrown);

      await expect(other.resume(thrown.name)).resolves.toBe(true);
      await expect(other.resume(thrown.name)).resolves.toBe(false);
      await expect(ledger.reserve({ ...reservation, switches: [thrown.name] })).resolves.toMatchObject({
        isReserved: true,
      });
    });

    it('are listed with what was said of them last', async () => {
      const [ledger, other] = await make();
      for (const name of ['all:tom', 'all:eva', 'other']) await ledger.stop({ name, reason: 'first' });
      await ledger.stop(thrown);
      const listed = await other.stopped('all:');

      expect(listed.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
        { name: 'all:eva', reason: 'first' },
        thrown,
      ]);
    });
  });

  describe('what nobody settled', () => {
    it('is listed with all of its amounts and with what was noted when it was sent, and no longer once it is settled', async () => {
      const [ledger, other] = await make();
      const amounts = [account, 'tom:total'].map(name => ({ account: name, amount: 2, limit: 10 }));
      await ledger.reserve({ ...reservation, amounts });
      const note = JSON.stringify([{ model: 'Katze 🐈' }]);
      await ledger.markSent('tom:1', 'a', 60_000, 'an earlier one');
      await ledger.markSent('tom:1', 'a', 30, note);
      const what = { prefix: 'tom:', since: 0 };
      await expect.poll(() => other.lost(what)).toHaveLength(1);
      const [lost] = await other.lost(what);

      expect(lost).toMatchObject({ id: 'tom:1', note });
      expect(lost?.amounts.toSorted((a, b) => a.account.localeCompare(b.account))).toEqual([
        { account, amount: 2 },
        { account: 'tom:total', amount: 2 },
      ]);
      expect(Math.abs(Date.now() - (lost?.since ?? 0))).toBeLessThan(10_000);
      await ledger.settle('tom:1', { [account]: 1 });
      await expect(other.lost(what)).resolves.toEqual([]);
    });

    it('is listed of one prefix, from a time on, the oldest first', async () => {
      const [ledger] = await make();
      for (const id of ['tom:2', 'tom:1', 'eva:1']) {
        await ledger.reserve({ ...reservation, id });
        await ledger.markSent(id, 'a', 20);
        // Not in one millisecond.
        await pass(5);
      }
      const ids = async (since: number) =>
        (await ledger.lost({ prefix: 'tom:', since })).map(({ id, note }) => ({ id, note }));

      await expect
        .poll(() => ids(0))
        .toEqual([
          { id: 'tom:2', note: undefined },
          { id: 'tom:1', note: undefined },
        ]);
      await expect(ids(Date.now() + 60_000)).resolves.toEqual([]);
    });
  });
}

async function pass(milliseconds: number): Promise<void> {
  await new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

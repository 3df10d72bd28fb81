import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeLedger } from '../test/describe-ledger.ts';
import { describeSlots } from '../test/describe-slots.ts';
import { memoryLedger, memorySlots } from './index.ts';

describeSlots('memory', async () => {
  const slots = memorySlots();
  return [slots, slots];
});

describeLedger('memory', async () => {
  const ledger = memoryLedger();
  return [ledger, ledger];
});

describe('a ledger in memory', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('knows for 30 days that an id is settled or void', async () => {
    vi.useFakeTimers();
    const ledger = memoryLedger();
    const amounts = [{ account: 'tom', amount: 5, limit: 100 }];
    const reserve = (id: string) => ledger.reserve({ id, amounts, ttlMs: 1000, lost: 'free' });
    await ledger.settle('settled', { tom: 5 });
    await ledger.void('void');
    const day = 86_400_000;
    vi.advanceTimersByTime(29 * day);
    await expect(reserve('void')).resolves.toMatchObject({ isReserved: false });
    await ledger.settle('settled', { tom: 5 });
    await expect(ledger.standing('tom')).resolves.toEqual({ spent: 5, reserved: 0, unsettled: 0 });
    vi.advanceTimersByTime(day);

    await expect(reserve('void')).resolves.toEqual({ isReserved: true });
    await reserve('settled');
    await expect(ledger.standing('tom')).resolves.toEqual({ spent: 5, reserved: 10, unsettled: 0 });
  });

  it('lets go by itself of keys that nobody asks for again', async () => {
    vi.useFakeTimers();
    const ledger = memoryLedger();
    const claim = { hash: 'h', token: 'a', leaseMs: 1000 };
    await ledger.claim({ ...claim, key: 'old:1' });
    await ledger.claim({ ...claim, key: 'old:2' });
    vi.advanceTimersByTime(60_000);
    await ledger.claim({ ...claim, key: 'new' });

    await expect(ledger.forget({ prefix: 'old:', before: Date.now() })).resolves.toBe(0);
  });

  it('and slots set no timer', () => {
    vi.useFakeTimers();
    memoryLedger();
    memorySlots();

    expect(vi.getTimerCount()).toBe(0);
  });
});

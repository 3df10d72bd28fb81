import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryLedger } from '../stores/memory/index.ts';
import { budgeted } from '../test/budgeted.ts';
import { call, errorOf, startService } from '../test/service.ts';
import type { BudgetOptions } from './index.ts';

const { emulator, grok, civitai } = startService();
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  emulator.reset();
});

/** A call whose connection breaks after the service has accepted it. */
async function loseOne(options: BudgetOptions) {
  emulator.script({ reset: 'after', on: 'submit' });
  const lost = budgeted(grok(), options);
  await errorOf(lost.model.doGenerate(call));
  await vi.advanceTimersByTimeAsync(10);
  return lost;
}

describe('a call whose end nobody knows', () => {
  test('counts as spent and is shown apart, until somebody frees it', async () => {
    const { model, budget } = await loseOne({ usd: 0.02, per: 'total' });
    expect(emulator.ledger).toHaveLength(1);
    const [status] = await budget.status();
    expect(status).toMatchObject({ spent: 0, reserved: 0, unsettled: 0.02, remaining: 0 });
    expect(status?.unsettledAmounts).toEqual([
      { id: expect.stringMatching(/^budget\/default\/all\/call\//), amount: 0.02, since: expect.any(Date) },
    ]);
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ unsettled: 0.02, spent: 0, needed: 0.02 });

    const id = status?.unsettledAmounts[0]?.id ?? '';
    expect([await budget.free(id), await budget.free(id)]).toEqual([true, false]);
    await model.doGenerate(call);
    expect(await budget.status()).toMatchObject([{ spent: 0.02, unsettled: 0 }]);
  });

  test("costs nothing with lost: 'free'", async () => {
    const { budget } = await loseOne({ usd: 0.02, lost: 'free' });
    expect(await budget.status()).toMatchObject([{ spent: 0, reserved: 0, unsettled: 0, remaining: 0.02 }]);
  });

  test('is one that its caller has left once it was sent', async () => {
    const slow = startService({ latencyMs: 1000 });
    const { model, budget } = budgeted(slow.grok(), { usd: 0.1 });
    const leaving = new AbortController();
    const failing = errorOf(model.doGenerate({ ...call, abortSignal: leaving.signal }));
    await vi.waitFor(() => expect(slow.emulator.requests).toHaveLength(1));
    expect(await budget.status()).toMatchObject([{ reserved: 0.02, unsettled: 0 }]);
    leaving.abort(new TypeError('Left'));
    expect(await failing).toMatchObject({ message: 'Left' });
    await vi.advanceTimersByTimeAsync(10);
    expect(await budget.status()).toMatchObject([{ reserved: 0, unsettled: 0.02 }]);
  });

  test('is none that its caller has left before', async () => {
    const { model, budget } = budgeted(grok(), { usd: 0.1 });
    const left = AbortSignal.abort(new TypeError('Left'));
    expect(await errorOf(model.doGenerate({ ...call, abortSignal: left }))).toMatchObject({
      message: 'Left',
    });
    const leaving = new AbortController();
    const ledger = memoryLedger();
    const late = budgeted(grok(), {
      usd: 0.1,
      ledger: {
        ...ledger,
        async markSent(id, token, ttlMs) {
          leaving.abort(new TypeError('Left'));
          return ledger.markSent(id, token, ttlMs);
        },
      },
    });
    await errorOf(late.model.doGenerate({ ...call, abortSignal: leaving.signal }));
    for (const { status } of [budget, late.budget]) {
      expect(await status()).toMatchObject([{ spent: 0, reserved: 0, unsettled: 0 }]);
    }
    expect(emulator.requests).toEqual([]);
  });

  test('is settled by the same call again, under a key of its own', async () => {
    vi.useRealTimers();
    const { model, budget } = budgeted(civitai({ timeout: 300 }), { buzz: 30, price: { buzz: 26 } });
    const keyed = { ...call, providerOptions: { civitai: { externalId: 'order-1' } } };
    const fault = emulator.script({ backend: 'civitai', on: 'submit', reset: 'after', times: Infinity });
    await errorOf(model.doGenerate(keyed));
    fault.cancel();
    await expect.poll(() => budget.status()).toMatchObject([{ spent: 0, reserved: 0, unsettled: 26 }]);

    expect((await model.doGenerate(keyed)).images).toHaveLength(1);
    expect(await budget.status()).toMatchObject([{ spent: 26, reserved: 0, unsettled: 0 }]);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('stays counted where the same call again is turned away, under a key of its own', async () => {
    vi.useRealTimers();
    const { model, budget } = budgeted(civitai({ timeout: 300 }), { buzz: 30, price: { buzz: 26 } });
    const keyed = { ...call, providerOptions: { civitai: { externalId: 'order-1' } } };
    const fault = emulator.script({ backend: 'civitai', on: 'submit', reset: 'after', times: Infinity });
    await errorOf(model.doGenerate(keyed));
    fault.cancel();
    await expect.poll(() => budget.status()).toMatchObject([{ unsettled: 26 }]);
    emulator.script({ backend: 'civitai', on: 'submit', status: 403 });

    expect((await errorOf(model.doGenerate(keyed))).message).toContain('HTTP 403');
    expect(await budget.status()).toMatchObject([{ spent: 0, reserved: 0, unsettled: 26 }]);
  });
});

describe('a reservation', () => {
  test('is kept for as long as its call lives', async () => {
    const slow = startService({ latencyMs: 200_000 });
    const { model, budget } = budgeted(slow.grok(), { usd: 0.1 });
    const running = model.doGenerate(call);
    await vi.waitFor(() => expect(slow.emulator.requests).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(150_000);
    expect(await budget.status()).toMatchObject([{ reserved: 0.02, unsettled: 0 }]);
    await vi.advanceTimersByTimeAsync(60_000);
    await running;
    expect(await budget.status()).toMatchObject([{ spent: 0.02, reserved: 0 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of a process that is gone is unsettled after half a minute, and settled if it comes back', async () => {
    const ledger = memoryLedger();
    const slow = startService({ latencyMs: 40_000 });
    const frozen = budgeted(slow.grok(), {
      usd: 0.1,
      ledger: { ...ledger, renew: async () => new Promise(() => {}) },
    });
    const running = frozen.model.doGenerate(call);
    await vi.waitFor(() => expect(slow.emulator.requests).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(await frozen.budget.status()).toMatchObject([{ reserved: 0.02, unsettled: 0 }]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await frozen.budget.status()).toMatchObject([{ reserved: 0, unsettled: 0.02 }]);
    await vi.advanceTimersByTimeAsync(20_000);
    await running;
    expect(await frozen.budget.status()).toMatchObject([{ spent: 0.02, reserved: 0, unsettled: 0 }]);
  });

  test('that expires before its call is sent stops the call', async () => {
    const ledger = memoryLedger();
    const { model, budget } = budgeted(grok(), {
      usd: 0.1,
      onStoreFailure: 'allow',
      ledger: {
        ...ledger,
        async markSent(id, token, ttlMs) {
          // As if its process had stood still for as long as it is held.
          await ledger.renew(id, 0);
          return ledger.markSent(id, token, ttlMs);
        },
      },
    });
    const error = await errorOf(model.doGenerate(call));
    expect(error.message).toContain('it expired before the call was sent');
    expect(emulator.requests).toEqual([]);
    expect(await budget.status()).toMatchObject([{ spent: 0, reserved: 0, unsettled: 0 }]);
  });
});

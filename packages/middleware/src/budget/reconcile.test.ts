import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wrap } from '../stack/wrap.ts';
import type { Ledger } from '../stores/ledger.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { budgetMiddleware, type BudgetOptions } from './index.ts';

const { emulator, grok, civitai, peer } = startService();
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  emulator.reset();
});

const minute = 60_000;

/** The ledger of a process that dies once it has sent its call. */
function diesOnceSent(ledger: Ledger): Ledger {
  return {
    ...ledger,
    settle: async () => undefined,
    release: async () => undefined,
    renew: async () => true,
  };
}

/** Makes a call in a process that dies once it has sent it, and gives the budget of another one. */
async function callAndDie(model: Parameters<typeof wrap>[0], options: BudgetOptions) {
  const { ledger = memoryLedger() } = options;
  const dying = wrap(model, budgetMiddleware({ ...options, ledger: diesOnceSent(ledger) }));
  const state = { isOver: false };
  void Promise.allSettled([dying.doGenerate(call)]).then(() => {
    state.isOver = true;
  });
  // In small steps: what is really asked in between has to be answered in time.
  while (!state.isOver) await vi.advanceTimersByTimeAsync(5);
  await vi.advanceTimersByTimeAsync(minute);
  return budgetMiddleware({ ...options, ledger });
}

describe('a sum that nobody settled', () => {
  test('is left where the service says nothing at all', async () => {
    const budget = await callAndDie(civitai(), { buzz: 100, price: { buzz: 40 } });
    const silent = civitai({ fetch: async () => new Promise<never>(() => {}) });

    const looking = budget.reconcile({ models: [silent] });
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(await looking).toMatchObject([
      { outcome: 'left', reason: expect.stringContaining('the service says nothing for 300 s') },
    ]);
    expect(await budget.status()).toMatchObject([{ unsettled: 40 }]);
  });

  test('is settled with what it has cost where the service knows the request by its key', async () => {
    const budget = await callAndDie(civitai(), { buzz: 100, images: 10, price: { buzz: 40 } });
    expect(await budget.status()).toMatchObject([{ unsettled: 40 }, { unsettled: 1 }]);

    const sums = await budget.reconcile({ models: [grok(), civitai()] });
    expect(sums).toEqual([
      {
        id: expect.stringContaining('budget/default/all/call/'),
        since: expect.any(Date),
        outcome: 'settled',
        reason: 'civitai.image:grok-imagine-image has made it.',
      },
    ]);
    expect(await budget.status()).toMatchObject([
      { spent: 26, unsettled: 0 },
      { spent: 1, unsettled: 0 },
    ]);
    expect(await budget.reconcile({ models: [civitai()] })).toEqual([]);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('counts in USD what the service bills in Buzz', async () => {
    const budget = await callAndDie(civitai(), { usd: 1, usdPerBuzz: 0.001 });
    await budget.reconcile({ models: [civitai()] });
    expect(await budget.status()).toMatchObject([{ spent: 0.026, unsettled: 0 }]);
  });

  test('is freed where the service has never got the request, once its list must know', async () => {
    emulator.script({ backend: 'civitai', unreachable: 'refused', times: 9 });
    const budget = await callAndDie(civitai(), { buzz: 100, price: { buzz: 26 } });
    emulator.reset();
    expect(await budget.reconcile({ models: [civitai()] })).toMatchObject([
      { outcome: 'left', reason: expect.stringContaining('ask again after ten minutes') },
    ]);
    expect(await budget.status()).toMatchObject([{ unsettled: 26 }]);

    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(await budget.reconcile({ models: [civitai()] })).toMatchObject([{ outcome: 'freed' }]);
    expect(await budget.status()).toMatchObject([{ spent: 0, unsettled: 0, remaining: 100 }]);
  });

  test('is left where it is sent again while it is looked up', async () => {
    emulator.script({ backend: 'civitai', unreachable: 'refused', times: 9 });
    const ledger = memoryLedger();
    const options = { buzz: 100, price: { buzz: 26 }, ledger };
    await callAndDie(civitai(), options);
    emulator.reset();
    await vi.advanceTimersByTimeAsync(10 * minute);
    const sentAgain: Ledger = {
      ...ledger,
      async free(id, since) {
        await ledger.markSent(id, 'again', minute);
        return ledger.free(id, since);
      },
    };
    const budget = budgetMiddleware({ ...options, ledger: sentAgain });
    expect(await budget.reconcile({ models: [civitai()] })).toMatchObject([
      { outcome: 'left', reason: expect.stringContaining('sent again') },
    ]);
    expect(await budget.reconcile({ models: [civitai()] })).toMatchObject([
      { outcome: 'left', reason: expect.stringContaining('ask again after ten minutes') },
    ]);
    expect(await budget.status()).toMatchObject([{ spent: 0, unsettled: 26 }]);
  });

  test.each([
    ['of a model that tells nothing', () => peer, 'xai.image:grok-imagine-image has no way to tell'],
    ['of xAI without a bucket', () => grok(), 'xai.image:grok-imagine-image has no way to tell'],
  ])('%s is left, and it is said why', async (_, model, reason) => {
    const budget = await callAndDie(model(), { usd: 1, price: 0.02 });
    expect(await budget.reconcile({ models: [grok(), civitai()] })).toMatchObject([
      { outcome: 'left', reason: expect.stringContaining(reason) },
    ]);
    expect(await budget.status()).toMatchObject([{ unsettled: 0.02 }]);
  });

  test('is left where another account would be asked, or the service does not answer', async () => {
    const budget = await callAndDie(civitai(), { buzz: 100, price: { buzz: 26 } });
    await vi.advanceTimersByTimeAsync(10 * minute);
    const reasonOf = async (model: ReturnType<typeof civitai>) =>
      (await budget.reconcile({ models: [model] }))[0]?.reason;
    expect(await reasonOf(civitai({ apiKey: 'another' }))).toContain('is not among the models');
    emulator.script({ backend: 'civitai', status: 401, times: 9 });
    expect(await reasonOf(civitai())).toContain('could not be asked: ');
    expect(await budget.status()).toMatchObject([{ unsettled: 26 }]);
  });

  test('of another tenant, or from before, is not looked at', async () => {
    const budget = await callAndDie(civitai(), { buzz: 100, price: { buzz: 26 }, tenant: ann });
    expect(await budget.reconcile({ tenant: 'bob', models: [civitai()] })).toEqual([]);
    const since = new Date(Date.now() + minute);
    expect(await budget.reconcile({ tenant: 'ann', since, models: [civitai()] })).toEqual([]);
    expect(await budget.reconcile({ tenant: 'ann', models: [civitai()] })).toHaveLength(1);
  });
});

test('an option that is none and a model that is none are refused by name', async () => {
  const budget = budgetMiddleware({ usd: 1 });
  const wrong: object[] = [
    { models: ['civitai'] },
    { models: [], sinse: new Date() },
    { models: [], blobs: {} },
  ];
  const messages = await Promise.all(
    wrong.map(async given => (await errorOf(Reflect.apply(budget.reconcile, budget, [given]))).message),
  );
  expect(messages).toEqual([
    expect.stringMatching(/reconcile\.models\[0\].*not its id/),
    expect.stringMatching(/reconcile\.sinse.*since/),
    expect.stringMatching(/reconcile\.blobs.*s3\(\)/),
  ]);
});

function ann(): string {
  return 'ann';
}

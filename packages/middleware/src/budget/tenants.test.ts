import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryLedger } from '../stores/memory/index.ts';
import { budgeted } from '../test/budgeted.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { createCalendar } from './period.ts';

const { emulator, grok } = startService();
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-29T22:30:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
  emulator.reset();
});

describe('tenants', () => {
  test('have budgets of their own, each by the figure of its tier', async () => {
    const tiers: Record<string, number> = { free: 0.02, paid: 0.04, staff: Infinity };
    let tenant = 'free';
    const { model, budget } = budgeted(grok(), {
      usd: async name => tiers[name] ?? 0,
      tenant: () => tenant,
    });
    await model.doGenerate(call);
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ tenant: 'free', limit: 0.02 });
    tenant = 'paid';
    await model.doGenerate({ ...call, n: 2 });
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ tenant: 'paid', limit: 0.04 });
    tenant = 'staff';
    await model.doGenerate({ ...call, n: 10 });
    expect(await budget.status('staff')).toMatchObject([
      { spent: 0.2, limit: Infinity, remaining: Infinity },
    ]);
    tenant = 'stopped';
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ tenant: 'stopped', limit: 0 });
  });

  test.each([undefined, '', 7, 'x'.repeat(1025)])('that are %j are refused', async tenant => {
    const { given } = JSON.parse(JSON.stringify({ given: tenant }));
    const { model } = budgeted(grok(), { usd: 1, tenant: () => given });
    const error = await errorOf(model.doGenerate(call));
    expect(error).toMatchObject({ name: 'AI_InvalidArgumentError', argument: 'tenant' });
    expect(emulator.requests).toEqual([]);
  });

  test('are asked for with the call', async () => {
    const { model, budget } = budgeted(grok(), {
      images: 5,
      tenant: ({ headers }) => headers?.['x-user'],
    });
    await model.doGenerate({ ...call, headers: { 'x-user': 'one' } });
    expect(await budget.status('one')).toMatchObject([{ spent: 1 }]);
    expect(await budget.status('two')).toMatchObject([{ spent: 0 }]);
    expect((await errorOf(budget.status())).message).toContain('Invalid tenant: got undefined.');
  });

  test('stand in no name of the store, whatever they are', async () => {
    const names: string[] = [];
    const ledger = memoryLedger();
    const tenants = ['a@b.example', '../all', 'a/usd', 'all', '\uD800', '{tag}'];
    for (const tenant of tenants) {
      const { model } = budgeted(grok(), {
        usd: 1,
        per: 'day',
        tenant: () => tenant,
        namespace: 'shop',
        ledger: {
          ...ledger,
          async reserve(reservation) {
            names.push(reservation.id, ...reservation.amounts.map(({ account }) => account));
            return ledger.reserve(reservation);
          },
        },
      });
      await model.doGenerate(call);
    }
    const form = /^budget\/shop\/[\da-f]{32}\/(?:call\/[\da-f-]{36}|usd\/day\/2026-11-29)$/;
    expect(names.filter(name => !form.test(name))).toEqual([]);
    expect(new Set(names.map(name => name.split('/')[2])).size).toBe(tenants.length);
  });

  test('whose figure is none are refused by the name of the limit', async () => {
    const { model } = budgeted(grok(), { usd: () => Number.NaN });
    expect((await errorOf(model.doGenerate(call))).message).toBe(
      'Invalid usd of a tenant: got NaN. Accepted: USD from 0 to 900,000, Infinity, or a function of the tenant. Nothing was sent.',
    );
  });
});

describe('a period', () => {
  test.each([
    ['hour', '2026-11-29T23:00:00.000Z'],
    ['day', '2026-11-30T00:00:00.000Z'],
    ['month', '2026-12-01T00:00:00.000Z'],
  ] as const)('of an %s ends, and the next one begins with nothing spent', async (per, end) => {
    const { model } = budgeted(grok(), { usd: 0.02, per });
    await model.doGenerate(call);
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ per, resetsAt: new Date(end) });
    vi.setSystemTime(new Date(end).getTime() - 1);
    await errorOf(model.doGenerate(call));
    vi.setSystemTime(new Date(end));
    expect((await model.doGenerate(call)).images).toHaveLength(1);
  });

  test('of a total never ends', async () => {
    const { model } = budgeted(grok(), { usd: 0.02 });
    await model.doGenerate(call);
    vi.setSystemTime(new Date('2036-01-01'));
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ per: 'total', resetsAt: undefined });
  });

  test.each([
    ['Europe/Berlin', '2026-11-29T22:30:00Z', '2026-11-29', '2026-11-29T23:00:00Z'],
    ['America/New_York', '2026-03-08T04:59:59Z', '2026-03-07', '2026-03-08T05:00:00Z'],
    // Clocks are put forward within this day, which has 23 hours.
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-08', '2026-03-09T04:00:00Z'],
    // And back within this one, which has 25.
    ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25', '2026-10-25T23:00:00Z'],
    ['Asia/Kathmandu', '2026-11-29T18:14:59Z', '2026-11-29', '2026-11-29T18:15:00Z'],
  ])('by the clocks of %s at %s is %s', (zone, at, name, end) => {
    const calendar = createCalendar(zone);
    const time = new Date(at).getTime();
    expect(calendar.nameOf('day', time)).toBe(name);
    expect(calendar.endOf('day', time)).toEqual(new Date(end));
  });

  test('is that in which a call was reserved, also when it ends in the next one', async () => {
    vi.setSystemTime(new Date('2026-11-29T23:59:59Z'));
    const slow = startService({ latencyMs: 5000 });
    const { model, budget } = budgeted(slow.grok(), { usd: 1, per: 'day' });
    const running = model.doGenerate(call);
    await vi.waitFor(() => expect(slow.emulator.requests).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(5100);
    await running;
    expect(await budget.status()).toMatchObject([{ spent: 0 }]);
    vi.setSystemTime(new Date('2026-11-29T12:00:00Z'));
    expect(await budget.status()).toMatchObject([{ spent: 0.02 }]);
  });
});

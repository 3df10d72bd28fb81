import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isUnstarted } from '../stack/classify.ts';
import { memoryLedger } from '../stores/memory/index.ts';
import type { Ledger } from '../stores/ledger.ts';
import { budgeted } from '../test/budgeted.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { StoreUnavailableError } from './index.ts';

const { emulator, grok } = startService();
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  emulator.reset();
});

const rejecting = async () => {
  throw new TypeError('connect ECONNREFUSED');
};
const hanging = async () => new Promise<never>(() => {});

/** A ledger that does all that it is asked, and answers late. */
function late(ledger: Ledger, ms: number): Partial<Ledger> {
  return {
    reserve: async reservation => {
      await new Promise(resolve => setTimeout(resolve, ms));
      return ledger.reserve(reservation);
    },
  };
}

const ways: [string, Partial<Ledger>, string][] = [
  ['rejects', { reserve: rejecting }, 'connect ECONNREFUSED'],
  ['hangs', { reserve: hanging }, 'no answer within 250 ms'],
  ['is lost between its answers', { markSent: rejecting }, 'connect ECONNREFUSED'],
];

describe.each(ways)('a ledger that %s', (_, broken, reason) => {
  test('stops calls before they are sent, by default', async () => {
    const { model } = budgeted(grok(), { usd: 1, ledger: { ...memoryLedger(), ...broken } });
    const failing = errorOf(model.doGenerate(call));
    await vi.advanceTimersByTimeAsync(300);
    const error = await failing;
    expect(StoreUnavailableError.isInstance(error)).toBe(true);
    expect(error.message).toBe(
      `Failed to reserve a budget: ${reason}. Make sure that the store is there, or choose onStoreFailure: 'allow'. Nothing was sent.`,
    );
    expect(isUnstarted(error)).toBe(true);
    expect(emulator.requests).toEqual([]);
  });

  test("lets them pass with onStoreFailure: 'allow', says so, and counts them when it is back", async () => {
    const { model, budget } = budgeted(grok(), {
      usd: 0.02,
      onStoreFailure: 'allow',
      ledger: { ...memoryLedger(), ...broken },
    });
    const running = model.doGenerate(call);
    await vi.advanceTimersByTimeAsync(300);
    const { images, warnings } = await running;
    expect(images).toHaveLength(1);
    expect(warnings).toEqual([
      {
        type: 'other',
        message: `Failed to reserve a budget: ${reason}. The call was sent, and no limit held for it.`,
      },
    ]);
    expect(await budget.status()).toMatchObject([{ spent: 0.02, remaining: 0 }]);
  });
});

describe('a ledger that answers too late', () => {
  test('holds nothing in the end for a call that was refused meanwhile', async () => {
    const ledger = memoryLedger();
    const { model, budget } = budgeted(grok(), {
      usd: 0.02,
      ledger: { ...ledger, ...late(ledger, 400) },
    });
    const failing = errorOf(model.doGenerate(call));
    await vi.advanceTimersByTimeAsync(300);
    await failing;
    await vi.advanceTimersByTimeAsync(200);
    expect(await budget.status()).toMatchObject([{ reserved: 0, unsettled: 0, remaining: 0.02 }]);
  });
});

describe('a ledger that is away when a call ends', () => {
  test('costs no picture, and is told the cost until it hears', async () => {
    const ledger = memoryLedger();
    let failures = 3;
    const { model, budget } = budgeted(grok(), {
      usd: 1,
      ledger: {
        ...ledger,
        settle: async (id, amounts) => (failures-- > 0 ? rejecting() : ledger.settle(id, amounts)),
      },
    });
    const { images, warnings } = await model.doGenerate(call);
    expect(images).toHaveLength(1);
    expect(warnings).toMatchObject([{ message: 'Failed to settle a budget: connect ECONNREFUSED.' }]);
    expect(await budget.status()).toMatchObject([{ spent: 0, reserved: 0.02 }]);
    const flushed = budget.flush();
    await vi.advanceTimersByTimeAsync(5000);
    await flushed;
    expect(await budget.status()).toMatchObject([{ spent: 0.02, reserved: 0 }]);
  });

  test('delays the error of a call by a quarter of a second at most', async () => {
    emulator.script({ status: 400, on: 'submit' });
    const { model } = budgeted(grok(), { usd: 1, ledger: { ...memoryLedger(), release: hanging } });
    const failing = errorOf(model.doGenerate(call));
    await vi.advanceTimersByTimeAsync(260);
    expect((await failing).name).toBe('AI_APICallError');
  });

  test('is said by status and free', async () => {
    const { budget } = budgeted(grok(), {
      usd: 1,
      ledger: { ...memoryLedger(), standing: rejecting, free: rejecting },
    });
    expect(StoreUnavailableError.isInstance(await errorOf(budget.status()))).toBe(true);
    expect(StoreUnavailableError.isInstance(await errorOf(budget.free('one')))).toBe(true);
  });
});

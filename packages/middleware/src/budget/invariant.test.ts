import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryLedger } from '../stores/memory/index.ts';
import { budgeted } from '../test/budgeted.ts';
import { call, startService } from '../test/service.ts';

/** What happens next: a call, a call whose process dies, an outcome that is lost or refused, or time that passes. */
const stepArbitrary = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('call' as const), n: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('crash' as const), n: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('lost' as const, 'refused' as const, 'abort' as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
  },
);

/** What is asked for by a process that dies: it reserves and marks, and nothing of it is heard again. */
const gone = async () => new Promise<never>(() => {});

const { setImmediate: turn } = globalThis;

/** Lets time pass until all is over: hashes are made on another thread, which no fake clock waits for. */
async function finish(running: Promise<unknown>): Promise<void> {
  const state = { isOver: false };
  void running.finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) {
    await new Promise<void>(resolve => void turn(resolve));
    await vi.advanceTimersByTimeAsync(1000);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('whatever happens in whatever order', () => {
  test('what is spent, held and unsettled is within the limit, and no less than what was billed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 5, maxLength: 20 }), async steps => {
        const { emulator, grok } = startService({ latencyMs: 5000 });
        const ledger = memoryLedger();
        const limits = { usd: 0.3, images: 13 };
        const { model, budget } = budgeted(grok(), { ...limits, ledger });
        const dying = budgeted(grok(), {
          ...limits,
          ledger: { ...ledger, renew: async () => false, settle: gone, release: gone },
        });
        const running: Promise<unknown>[] = [];
        const send = (from: typeof model, changes: Partial<typeof call>) => {
          running.push(Promise.allSettled([from.doGenerate({ ...call, ...changes })]));
        };
        for (const step of steps) {
          const leaving = new AbortController();
          if (step.kind === 'pass') await vi.advanceTimersByTimeAsync(step.ms);
          else if (step.kind === 'call') send(model, { n: step.n });
          else if (step.kind === 'crash') send(dying.model, { n: step.n });
          else {
            if (step.kind === 'lost') emulator.script({ reset: 'after', on: 'submit' });
            if (step.kind === 'refused') emulator.script({ status: 400, on: 'submit' });
            send(model, { abortSignal: leaving.signal });
            await vi.advanceTimersByTimeAsync(10);
            if (step.kind === 'abort') leaving.abort();
          }
          for (const { limit, spent, reserved, unsettled } of await budget.status()) {
            expect(spent + reserved + unsettled).toBeLessThanOrEqual(limit + 1e-12);
          }
        }
        await finish(Promise.all(running));
        // What is left of the dead expires.
        await vi.advanceTimersByTimeAsync(60_000);
        const billed = emulator.ledger.reduce((sum, { cost }) => sum + cost, 0) / 1e10;
        const [usd] = await budget.status();
        expect(usd?.reserved).toBe(0);
        expect((usd?.spent ?? 0) + (usd?.unsettled ?? 0)).toBeGreaterThanOrEqual(billed - 1e-12);
        expect(billed).toBeLessThanOrEqual(limits.usd + 1e-12);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

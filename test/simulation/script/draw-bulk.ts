import { array, constant, constantFrom, integer, record, type Arbitrary } from 'fast-check';
import { maybe } from './maybe.ts';
import type { BulkScript, CallScript, LifeScript, Scenario } from './scenario.ts';

/** Most jobs of a run, and most images of a job, which has to be one request. */
const mostJobs = 4;
const mostImages = 4;

const life: Arbitrary<LifeScript> = record({
  diesAt: maybe(integer({ min: 1, max: 30 }), 2),
  frozenAt: maybe(integer({ min: 1, max: 30 }), 2),
  // Shorter and longer than a lease.
  frozenMs: constantFrom(5000, 50_000, 400_000),
});

export const bulkScript: Arbitrary<BulkScript> = record({
  engine: constantFrom('folder', 'queue'),
  lives: array(life, { minLength: 1, maxLength: 3 }),
  machine: maybe(constant<true>(true), 2),
});

/** Makes jobs of the calls of a scenario: what a caller does beside asking is not theirs. */
export function asRun(
  { stack: _stack, runtime: _runtime, calls, ...scenario }: Scenario,
  bulk: BulkScript,
): Scenario {
  return { ...scenario, bulk, calls: calls.slice(0, mostJobs).map(toJob) };
}

function toJob({ n, asks, engine, timeoutMs, options = {} }: CallScript): CallScript {
  const { externalId: _externalId, from: _from, byAddress: _byAddress, ...own } = options;
  return { n: Math.min(n, mostImages), asks, engine, timeoutMs, options: own };
}

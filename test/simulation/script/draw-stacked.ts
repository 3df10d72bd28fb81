import { array, constant, constantFrom, integer, oneof, record, tuple, type Arbitrary } from 'fast-check';
import { maybe, seldom } from './maybe.ts';
import type { Reaction, RoleScript, Says } from './reaction.ts';
import type { BudgetScript, CallScript, Scenario, ServiceName, StackScript } from './scenario.ts';

/** What a play of the middleware's own draws in the place of what any play has. */
type Stacked = Required<Pick<Scenario, 'calls'>> & Pick<Scenario, 'stack'> & Partial<Scenario>;

const stores = maybe(constantFrom('fail', 'lag', 'forget'), 2);

/** A stack around the calls of any play. */
export const anyStack: Arbitrary<StackScript> = record({
  stores,
  cache: maybe(constant(true), 3),
  fallback: maybe(constantFrom('certain', 'certain', 'unknown'), 3),
  budget: maybe(constant<BudgetScript>({}), 2),
  together: maybe(constant<true>(true), seldom),
});

/** Calls that meet what the middleware has for several of them, in a world of any kind. */
export function stackedFor(service: ServiceName): Arbitrary<Stacked> {
  return oneof(
    { weight: service === 'civitai' ? 3 : 1, arbitrary: lostCall(service) },
    { weight: 2, arbitrary: twins },
    { weight: 2, arbitrary: capped },
  );
}

/** How old a sum is when a service is believed that it does not know its call (README of the middleware). */
const believedMs = 10 * 60_000;

/** When sums of the first minute are old enough, and calls that come while they are looked up. */
const lateMs = believedMs + 60_000;
const meanwhileMs = [50, 150, 300].map(ms => lateMs + ms);

const lostSays: Arbitrary<Says> = constantFrom<Says[]>(
  { kind: 'silence' },
  { kind: 'fails', fault: 'reset' },
  { kind: 'foreign', status: 503, body: 'html' },
  { kind: 'proper' },
);

/** Submits of which nobody can tell what came of them, more often than not. */
const lostSubmits: Arbitrary<RoleScript> = oneof(
  array(
    tuple(lostSays, constantFrom(true, false), maybe(constantFrom(2, 40), 2)).map(
      ([says, isCarriedOut, times]): Reaction => ({
        works: isCarriedOut || says.kind === 'proper',
        says,
        times: says.kind === 'proper' ? undefined : times,
      }),
    ),
    { minLength: 1, maxLength: 3 },
  ).map(first => ({ first })),
  // One that does not arrive, and another one later that does.
  constant<RoleScript>({
    first: [
      { works: false, says: { kind: 'silence' } },
      { works: true, says: { kind: 'silence' } },
    ],
  }),
);

/** A process that dies with a call on its way, another one that asks for the same again, and somebody who looks it up. */
function lostCall(service: ServiceName): Arbitrary<Stacked> {
  const life = { timeoutMs: constantFrom(10_000, 45_000), maxRetries: constant<0>(0) };
  const ends = constantFrom(20, 500, 5000, 12_000, 15_000);
  return record({
    n: integer({ min: 1, max: 2 }),
    ownKey: service === 'civitai' ? maybe(constant<true>(true), 2) : constant(undefined),
    first: record({ ...life, diesMs: maybe(ends, 2) }),
    second: record({
      ...life,
      diesMs: maybe(ends, 2),
      startMs: constantFrom(20_000, ...meanwhileMs),
    }),
    submit: lostSubmits,
    latencyMs: constantFrom(30, 400, 400),
    workMs: constantFrom(3000, 20_000, 90_000),
    stack: record({
      stores: maybe(constantFrom('fail', 'lag', 'forget'), 6),
      fallback: maybe(constantFrom('unknown', 'unknown', 'certain'), 2),
      budget: record({ operator: record({ reconcilesMs: constantFrom(20_000, lateMs, lateMs) }) }),
    }),
  }).map(({ n, ownKey, first, second, submit, latencyMs, workMs, stack }) => ({
    calls: [
      { n, key: 'cat', ownKey, ...first },
      { n, key: 'cat', ownKey, ...second, wish: 0 },
    ],
    script: { submit },
    world: { latencyMs, workMs },
    stack,
  }));
}

const someStart = maybe(constantFrom(10, 1000, 10_000, 40_000), 2);

/** Calls that ask for the same behind a cache, so that one of them makes it for all; or all under one key. */
const twins: Arbitrary<Stacked> = record({
  n: integer({ min: 1, max: 3 }),
  key: maybe(constant('cat'), 3),
  others: array(record({ startMs: someStart, abortMs: maybe(constantFrom(20, 500, 5000), 4) }), {
    minLength: 1,
    maxLength: 3,
  }),
  first: record({ diesMs: maybe(constantFrom(20, 500, 5000), 3), abortMs: maybe(constantFrom(20, 2000), 4) }),
  stores,
  together: maybe(constant<true>(true), 2),
  budget: maybe(constant<BudgetScript>({}), 3),
}).map(({ n, key, others, first, ...stack }) => ({
  calls: [{ n, key, ...first }, ...others.map((other): CallScript => ({ n, key, ...other, wish: 0 }))],
  stack: { ...stack, cache: true },
}));

/** More calls than a budget has room for, and somebody who stops them. */
const capped: Arbitrary<Stacked> = record({
  calls: array(
    record({
      n: integer({ min: 1, max: 2 }),
      startMs: someStart,
      abortMs: maybe(constantFrom(20, 2000), 6),
      diesMs: maybe(constantFrom(20, 2000), 6),
      timeoutMs: maybe(constant(45_000), 2),
    }),
    { minLength: 3, maxLength: 6 },
  ),
  stack: record({
    stores,
    fallback: maybe(constantFrom('certain', 'unknown'), 4),
    together: maybe(constant<true>(true), 3),
    budget: record({
      pictures: maybe(integer({ min: 1, max: 4 }), 2),
      inFlight: maybe(integer({ min: 1, max: 2 }), 2),
      refusals: maybe(integer({ min: 1, max: 2 }), 3),
      operator: maybe(
        record({
          stopsMs: constantFrom(500, 5000),
          resumesMs: maybe(constant(20_000), 2),
          reconcilesMs: maybe(constantFrom(60_000, lateMs), 2),
        }),
        3,
      ),
    }),
  }),
});

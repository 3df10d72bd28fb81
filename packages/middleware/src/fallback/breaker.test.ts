import { expect, test } from 'vitest';
import { createBreakers, type BreakerOutcome, type Breakers } from './breaker.ts';

/** Breakers by a clock of the test, and what lets a call through and ends it. */
function start() {
  const clock = { now: 0 };
  const breakers = createBreakers({ failures: 3, resetMs: 1000 }, () => clock.now);
  const end = (...outcomes: BreakerOutcome[]) =>
    outcomes.map(outcome => breakers.settle(admitted(breakers), outcome));
  return { clock, breakers, end };
}

function admitted(breakers: Breakers) {
  const admission = breakers.admit('a');
  if (admission === undefined) throw new TypeError('The breaker is open.');
  return admission;
}

test('opens after three failures in a row', () => {
  const { breakers, end } = start();
  expect(end('failure', 'failure', 'success', 'failure', 'failure', 'failure')).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    'opened',
  ]);
  expect(breakers.admit('a')).toBeUndefined();
  expect(breakers.waitMs('a')).toBe(1000);
  expect(breakers.admit('b')).toBeDefined();
});

test('opens at once after an unknown outcome', () => {
  const { breakers, end } = start();
  expect(end('unknown')).toEqual(['opened']);
  expect(breakers.admit('a')).toBeUndefined();
});

test('what tells nothing neither counts nor ends a row of failures', () => {
  const { breakers, end } = start();
  expect(end('failure', 'none', 'failure', 'none', 'failure').at(-1)).toBe('opened');
  expect(breakers.admit('a')).toBeUndefined();
});

test('lets one call try after its time, and closes when that succeeds', () => {
  const { clock, breakers, end } = start();
  end('unknown');
  clock.now = 999;
  expect(breakers.admit('a')).toBeUndefined();
  clock.now = 1000;
  const trial = admitted(breakers);
  expect(breakers.admit('a')).toBeUndefined();

  expect(breakers.settle(trial, 'success')).toBe('closed');
  expect(end('failure', 'failure', 'success')).toEqual([undefined, undefined, undefined]);
});

test.each(['failure', 'unknown'] as const)('stays open as long again when the trial ends in %s', outcome => {
  const { clock, breakers, end } = start();
  end('unknown');
  clock.now = 1000;
  expect(end(outcome)).toEqual([undefined]);
  clock.now = 1999;
  expect(breakers.admit('a')).toBeUndefined();
  clock.now = 2000;
  expect(breakers.admit('a')).toBeDefined();
});

test('a trial that tells nothing leaves the next call its turn', () => {
  const { clock, breakers, end } = start();
  end('unknown');
  clock.now = 1000;
  end('none');
  expect(breakers.admit('a')).toBeDefined();
});

test('a trial that never ends keeps no other one away for longer than the time', () => {
  const { clock, breakers, end } = start();
  end('unknown');
  clock.now = 1000;
  admitted(breakers);
  clock.now = 2000;
  expect(breakers.admit('a')).toBeDefined();
});

test('what was sent before it opened neither closes it nor keeps it open for longer', () => {
  const { clock, breakers, end } = start();
  const [slow, slower] = [admitted(breakers), admitted(breakers)];
  end('unknown');
  clock.now = 500;
  expect(breakers.settle(slow, 'success')).toBeUndefined();
  expect(breakers.settle(slower, 'unknown')).toBeUndefined();
  expect(breakers.waitMs('a')).toBe(500);
});

test('a call that is let through by force closes it', () => {
  const { breakers, end } = start();
  end('unknown');
  expect(breakers.settle(breakers.force('a'), 'success')).toBe('closed');
  expect(breakers.admit('a')).toBeDefined();
});

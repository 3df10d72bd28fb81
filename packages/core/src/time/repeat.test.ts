import { expect, it, vi } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { passTime, stopClock } from '../test/time.ts';
import { repeat, type Repeating } from './repeat.ts';

/** When each attempt was made, in milliseconds. */
async function attemptsOf(changes: Partial<Repeating<number>>): Promise<number[]> {
  stopClock();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const times: number[] = [];
  const run = async () => times.push(Date.now());
  const usual = { mostAttempts: 4, firstWaitMs: 500, longestAskedWaitMs: 60_000, abortSignal: undefined };
  await passTime(repeat(run, { ...usual, again: () => ({}), ...changes }));
  return times;
}

it('waits twice as long before each further attempt, and half a minute at most', async () => {
  expect(await attemptsOf({})).toEqual([0, 500, 1500, 3500]);
  expect(await attemptsOf({ firstWaitMs: 20_000 })).toEqual([0, 20_000, 50_000, 80_000]);
});

it('waits as long as is asked, unless that is too long', async () => {
  expect(await attemptsOf({ mostAttempts: 2, again: () => ({ waitMs: 60_000 }) })).toEqual([0, 60_000]);
  expect(await attemptsOf({ again: () => ({ waitMs: 60_001 }) })).toEqual([0]);
});

it('asks once more before its time is up, where it is asked to wait for longer', async () => {
  stopClock();
  const endsAt = performance.now() + 61_000;

  expect(await attemptsOf({ endsAt, again: () => ({ waitMs: 60_000 }) })).toEqual([
    0, 30_500, 45_750, 53_375,
  ]);
});

it('ends with the last word', async () => {
  expect(await attemptsOf({ again: attempt => (attempt === 2 ? undefined : { waitMs: 0 }) })).toHaveLength(2);
});

it('is aborted while it waits', async () => {
  const controller = new AbortController();
  const again = () => {
    controller.abort(new RangeError('enough'));
    return { waitMs: 60_000 };
  };

  expect(await errorOf(attemptsOf({ abortSignal: controller.signal, again }))).toMatchObject({
    message: 'enough',
  });
});

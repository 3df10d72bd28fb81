import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { abortReasonOf, fanOut, throwIfAborted, timeoutSignal } from './signal.ts';
import { wait, withDeadline } from './wait.ts';

/** A controller as React Native has it: its signal has `aborted` and listeners, and no more. */
function oldController(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  const { signal } = controller;
  for (const name of ['reason', 'throwIfAborted']) Object.defineProperty(signal, name, { value: undefined });
  return { signal, abort: () => controller.abort() };
}

const onTimeout = () => new RangeError('late');

it('gives a signal without a reason the same one whenever it is asked', () => {
  const { signal, abort } = oldController();
  expect(() => throwIfAborted(signal)).not.toThrow();
  abort();

  expect(abortReasonOf(signal)).toMatchObject({ name: 'AbortError' });
  expect(abortReasonOf(signal)).toBe(abortReasonOf(signal));
  expect(() => throwIfAborted(signal)).toThrow('This operation was aborted.');
});

it('ends a wait and work under a deadline by such a signal', async () => {
  const { signal, abort } = oldController();
  const waiting = errorOf(wait(60_000, signal));
  const working = errorOf(
    withDeadline({ timeoutMs: 60_000, abortSignal: signal, onTimeout }, inner => wait(60_000, inner)),
  );
  abort();

  expect([await waiting, await working]).toEqual([abortReasonOf(signal), abortReasonOf(signal)]);
});

it('makes a signal that ends by itself where the runtime has none', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('AbortSignal', {});
  const signal = timeoutSignal(500);
  expect(signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(500);
  vi.useRealTimers();

  expect(signal.aborted).toBe(true);
  expect(abortReasonOf(signal)).toMatchObject({ name: 'TimeoutError' });
});

it('has one listener for all the signals that follow it, and none when they are let go', () => {
  const controller = new AbortController();
  const { signals, release } = fanOut(controller.signal, 20);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  const reason = new RangeError('enough');
  controller.abort(reason);

  expect(signals.map(signal => signal.reason)).toEqual(Array.from({ length: 20 }, () => reason));
  release();
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  expect(fanOut(undefined, 20).signals).toEqual([]);
});

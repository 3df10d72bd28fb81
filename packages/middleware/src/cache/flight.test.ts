import { expect, test } from 'vitest';
import { createBackground } from '../stack/background.ts';
import { errorOf } from '../test/service.ts';
import { createFlights } from './flight.ts';

/** Work that ends when it is let, or is aborted. */
function work() {
  const signals: AbortSignal[] = [];
  const ends: ((result: string) => void)[] = [];
  const run = async (abortSignal: AbortSignal) => {
    signals.push(abortSignal);
    return new Promise<string>((resolve, reject) => {
      ends.push(resolve);
      abortSignal.addEventListener('abort', () => reject(abortSignal.reason));
    });
  };
  return { run, signals, end: () => ends[0]?.('a picture') };
}

test('work is aborted when the last one who waits has left, and not before', async () => {
  const flights = createFlights<string>(createBackground());
  const { run, signals } = work();
  const [one, other] = [new AbortController(), new AbortController()];
  const first = flights.join('cat', one.signal, run);
  const second = flights.join('cat', other.signal, run);
  expect([first.isLeader, second.isLeader, signals.length]).toEqual([true, false, 1]);

  one.abort(new RangeError('enough'));
  expect((await errorOf(first.value)).message).toBe('enough');
  expect(signals[0]?.aborted).toBe(false);

  other.abort(new RangeError('enough as well'));
  expect((await errorOf(second.value)).message).toBe('enough as well');
  expect(signals[0]?.aborted).toBe(true);
  expect((await errorOf(second.whole)).message).toBe('enough as well');
});

test('who comes after all have left starts anew', async () => {
  const flights = createFlights<string>(createBackground());
  const [left, next] = [work(), work()];
  const controller = new AbortController();
  const gone = flights.join('cat', controller.signal, left.run);
  controller.abort(new RangeError('enough'));
  await errorOf(gone.value);
  const again = flights.join('cat', undefined, next.run);
  expect(again.isLeader).toBe(true);
  next.end();
  expect(await again.value).toBe('a picture');
});

test('a caller that has given up before joins nothing', () => {
  const flights = createFlights<string>(createBackground());
  const { run, signals } = work();
  const reason = new RangeError('enough');
  expect(() => flights.join('cat', AbortSignal.abort(reason), run)).toThrow(reason);
  expect(signals).toEqual([]);
});

test('what goes on without anybody is part of what is waited for', async () => {
  const background = createBackground();
  const { run, end } = work();
  let isOver = false;
  void createFlights<string>(background).join('cat', undefined, run);
  const flushed = background.flush().then(() => {
    isOver = true;
  });
  await Promise.resolve();
  expect(isOver).toBe(false);
  end();
  await flushed;
  expect(isOver).toBe(true);
});

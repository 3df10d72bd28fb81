import { expect, it } from 'vitest';
import { createProgressReporter } from './progress.ts';

it('reports changes only', () => {
  const events: object[] = [];
  const progress = createProgressReporter<object>(event => {
    events.push(event);
  });

  for (const percent of [0, 0, 50, 50, 100]) progress.report({ percent });

  expect(events).toEqual([{ percent: 0 }, { percent: 50 }, { percent: 100 }]);
  expect(progress.warnings()).toEqual([]);
});

it('is silent without a listener', () => {
  const progress = createProgressReporter<object>(undefined);

  progress.report({ percent: 1 });

  expect(progress.warnings()).toEqual([]);
});

it('turns a listener that throws into one warning and calls it no more', () => {
  let calls = 0;
  const progress = createProgressReporter<object>(() => {
    calls++;
    throw new RangeError('bar too long');
  });

  progress.report({ percent: 1 });
  progress.report({ percent: 2 });

  expect(calls).toBe(1);
  expect(progress.warnings()).toEqual([
    { type: 'other', message: 'onProgress threw and was not called again: bar too long' },
  ]);
});

it('turns a listener that rejects into one warning, so that nothing is left unhandled', async () => {
  let calls = 0;
  const progress = createProgressReporter<object>(async () => {
    calls++;
    throw new RangeError('socket closed');
  });

  progress.report({ percent: 1 });
  await Promise.resolve();
  await Promise.resolve();
  progress.report({ percent: 2 });

  expect(calls).toBe(1);
  expect(progress.warnings()).toMatchObject([{ message: expect.stringContaining('socket closed') }]);
});

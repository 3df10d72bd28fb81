import { expect, test } from 'vitest';
import { orAbandon } from './abandon.ts';

test('what a call brings, or why it failed, is waited for', async () => {
  const { signal } = new AbortController();
  await expect(orAbandon(Promise.resolve(1), signal)).resolves.toBe(1);
  await expect(orAbandon(Promise.reject(new RangeError('no')), undefined)).rejects.toThrow('no');
});

test.each(['before', 'after'] as const)(
  'a call that is left %s it began may fail, and ends no process',
  async when => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => void unheard.push(error);
    process.on('unhandledRejection', hear);
    const controller = new AbortController();
    const reason = new RangeError('It was broken off.');
    if (when === 'before') controller.abort(reason);
    const failing = new AbortController();
    const work = new Promise<never>((_, reject) => {
      failing.signal.addEventListener('abort', () => reject(new TypeError('The job failed.')));
    });
    const left = orAbandon(work, controller.signal);
    if (when === 'after') controller.abort(reason);
    await expect(left).rejects.toBe(reason);
    failing.abort();
    await new Promise(resolve => setTimeout(resolve, 5));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  },
);

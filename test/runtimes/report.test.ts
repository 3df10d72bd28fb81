import { describe, expect, test } from 'vitest';
import type { CallReport } from './host.ts';
import { toMarkdown, type Trial } from './report.ts';

const expected = { 'lost answer': 'sent once' };

/** A runtime that reports thirteen calls, of which the last ones are given. */
function trial(...last: CallReport[]): Trial {
  const first = Array.from({ length: 13 - last.length }, (_, index) => ({
    name: `call ${index}`,
    milliseconds: 1,
  }));
  return { name: 'bun', version: '1.0.0', expected, calls: [...first, ...last] };
}

describe('the report', () => {
  test('is good when every call went well', () => {
    const { markdown, isGood } = toMarkdown([trial(), { name: 'deno', isLeftOut: true }]);

    expect(isGood).toBe(true);
    expect(markdown).toMatch(/\| bun +\| 1\.0\.0 +\| ok /);
    expect(markdown).toMatch(/\| deno +\| +\| left out /);
    expect(markdown).toContain('1 of 2 runtimes, 0 problems');
  });

  test.each<[string, Trial, string]>([
    [
      'a call that failed',
      trial({ name: 'abort', milliseconds: 1, problem: 'Error: too late' }),
      'bun, abort: Error: too late',
    ],
    [
      'a call that went otherwise than it is known to',
      trial({ name: 'lost answer', milliseconds: 1, note: 'sent 2 times' }),
      'bun, lost answer: sent 2 times',
    ],
    ['a runtime that is not to be had', { name: 'bun', reason: 'no package' }, 'bun: not run: no package'],
    [
      'calls that are missing',
      { name: 'bun', version: '1', expected, calls: [] },
      'bun: 13 calls were not reported',
    ],
  ])('is bad with %s', (_, bad, problem) => {
    const { markdown, isGood } = toMarkdown([bad]);

    expect(isGood).toBe(false);
    expect(markdown).toContain(`- ${problem}`);
  });

  test('is bad when nothing was tried', () => {
    expect(toMarkdown([{ name: 'bun', isLeftOut: true }]).isGood).toBe(false);
  });

  test('says once what several runtimes noted', () => {
    const call = { name: 'lost answer', milliseconds: 1, note: 'sent once: Failed.' };
    const { markdown } = toMarkdown([trial(call), { ...trial(call), name: 'node-24' }]);

    expect(markdown).toContain('- bun, node-24: lost answer: sent once: Failed.');
  });
});

import { expect, test } from 'vitest';
import { keyVersion } from '../job/job-key.ts';
import { decideRun } from './manifest.ts';

const before = { keyVersion, run: '1', flags: { resolution: '2k', n: 1 } };
const call = { run: undefined, flags: { n: 1, resolution: '2k' }, isNew: false };

test('a run goes on with the flags that it was begun with', () => {
  expect(decideRun(undefined, call)).toEqual({ keyVersion, run: '1', flags: call.flags });
  expect(decideRun(before, call)).toBe(before);
});

test('other flags are refused by name, as all of it would be paid anew', () => {
  expect(() => decideRun(before, { ...call, flags: { n: 1, seed: 4 } })).toThrow(
    'Failed to go on with run 1: resolution was "2k" and is left out, seed was left out and is 4. Give the flags of then to go on',
  );
  expect(() => decideRun(before, { ...call, run: 'cats' })).toThrow("run was '1' and is 'cats'");
  expect(() => decideRun({ ...before, keyVersion: 0 }, call)).toThrow('its keys are of version 0');
});

test.each([
  ['1', '2'],
  ['cats', 'cats-2'],
  ['cats-2', 'cats-3'],
])('a new run after %s is %s', (run, next) => {
  expect(decideRun({ ...before, run }, { ...call, isNew: true }).run).toBe(next);
});

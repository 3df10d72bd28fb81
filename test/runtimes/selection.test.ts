import { describe, expect, test } from 'vitest';
import { select } from './selection.ts';

const names = ['node-20', 'bun', 'deno'];

describe('the runtimes that are tried', () => {
  test.each([
    { args: [], wanted: names },
    { args: ['--only=bun,node-20'], wanted: ['node-20', 'bun'] },
    { args: ['--except=bun'], wanted: ['node-20', 'deno'] },
    { args: ['--only=bun,deno', '--except=bun'], wanted: ['deno'] },
  ])('are $wanted for $args', ({ args, wanted }) => {
    expect(select(args, names)).toEqual(wanted);
  });

  test.each([
    ['--only=bun,deon', 'deon is unknown. Use --only or --except with some of node-20,bun,deno.'],
    ['--quick', '--quick is no option.'],
    ['--only=', '--only= is no option.'],
  ])('are not guessed for %s', (argument, cause) => {
    expect(() => select([argument], names)).toThrow(`Failed to choose runtimes: ${cause}`);
  });
});

import { expect, it } from 'vitest';
import * as z from 'zod/v4-mini';
import { orElse } from './or-else.ts';

const schema = z.object({ name: orElse(z.optional(z.string()), undefined), count: orElse(z.number(), 0) });

it.each([
  [
    { name: 'cat', count: 3 },
    { name: 'cat', count: 3 },
  ],
  [{ name: 7, count: '3' }, { count: 0 }],
  [{}, { count: 0 }],
])('reads %j', (given, expected) => {
  expect(schema.parse(given)).toEqual(expected);
});

it('is what z.catch is', () => {
  const theirs = z.object({
    name: z.catch(z.optional(z.string()), undefined),
    count: z.catch(z.number(), 0),
  });
  for (const given of [{ name: 'cat', count: 3 }, { name: 7, count: '3' }, {}]) {
    expect(schema.parse(given)).toStrictEqual(theirs.parse(given));
  }
});

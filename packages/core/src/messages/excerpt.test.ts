import { expect, it } from 'vitest';
import { excerpt, shownAddress } from './excerpt.ts';

it('leaves a short text as it is, and cuts a long one', () => {
  expect(excerpt('Too busy.')).toBe('Too busy.');
  expect(excerpt('x'.repeat(500))).toBe('x'.repeat(500));
  expect(excerpt('x'.repeat(1_000_000))).toBe(`${'x'.repeat(499)}…`);
  expect(excerpt('abcdef', 3)).toBe('ab…');
});

it('shows an address as a whole or not at all', () => {
  expect(shownAddress('https://images.test/1.jpg')).toBe('https://images.test/1.jpg');
  expect(shownAddress(`https://images.test/${'x'.repeat(3000)}`)).toBeUndefined();
});

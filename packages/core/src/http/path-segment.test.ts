import { expect, it } from 'vitest';
import { pathSegment } from './path-segment.ts';

it.each([
  ['an id', 'file_1-2', 'file_1-2'],
  ['what has a meaning in addresses', 'a/b?c#d', 'a%2Fb%3Fc%23d'],
  ['a whole surrogate pair', '😀', '%F0%9F%98%80'],
  ['half a surrogate pair', 'a\uD800', 'a%EF%BF%BD'],
  ['the way up', '..', '%EF%BF%BD%EF%BF%BD'],
  ['dots within', 'a..b', 'a..b'],
])('%s becomes one segment', (_, id, segment) => {
  expect(pathSegment(id)).toBe(segment);
  expect(new URL(`https://api.test/files/${pathSegment(id)}/content`).pathname).toMatch(
    /^\/files\/[^/]+\/content$/,
  );
});

import { expect, it, vi } from 'vitest';
import { isUrl } from './is-url.ts';

it('tells addresses from other texts in every runtime', () => {
  vi.spyOn(URL, 'canParse').mockImplementation(() => {
    throw new TypeError('URL.canParse is not a function');
  });

  expect(['https://api.test/v1', 'api.test', '', 'http://[::1'].map(text => isUrl(text))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(isUrl('/v1', 'https://api.test')).toBe(true);
});

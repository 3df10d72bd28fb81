import { describe, expect, it } from 'vitest';
import { toPage } from './page.ts';

describe('a page of a list', () => {
  it('has its entries in their order, and the token of the next page', () => {
    expect(toPage({ cats: [1, null, 2], pagination_token: 'next' }, 'cats', String)).toEqual({
      items: ['1', 'null', '2'],
      token: 'next',
    });
  });

  it.each([undefined, null, '', 7])('has no next page with the token %j', token => {
    expect(toPage({ cats: [], pagination_token: token }, 'cats', String)).toEqual({ items: [] });
  });

  it.each([{}, { cats: null }, { cats: { 0: 'Tom' } }, [], null, 'cats'])(
    'is none without a list: %j',
    json => {
      expect(() => toPage(json, 'cats', String)).toThrow(new TypeError('cats is not as documented'));
    },
  );
});

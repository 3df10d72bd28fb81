import { describe, expect, it } from 'vitest';
import { collect } from '../test/collect.ts';
import { followPages, toPage, type Page } from './page.ts';

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

describe('a list that is followed', () => {
  it.each<[string, Record<string, Page<string>>, string[]]>([
    [
      'goes on behind a page that is empty and names a next one',
      {
        start: { items: ['a'], token: '1' },
        1: { items: [], token: '2' },
        2: { items: ['b'], token: undefined },
      },
      ['a', 'b'],
    ],
    [
      'ends where an empty page names itself, as files do',
      { start: { items: ['a'], token: '1' }, 1: { items: [], token: '1' } },
      ['a'],
    ],
    [
      'ends where pages name each other in a circle',
      { start: { items: ['a'], token: '1' }, 1: { items: ['b'], token: '2' }, 2: { items: [], token: '1' } },
      ['a', 'b'],
    ],
    ['ends without a token', { start: { items: [], token: undefined } }, []],
  ])('%s', async (_, pages, items) => {
    const read = async (token = 'start'): Promise<Page<string>> => {
      const page = pages[token];
      if (page === undefined) throw new RangeError(`There is no page ${token}.`);
      return page;
    };

    expect(await collect(followPages(read))).toEqual(items);
  });
});

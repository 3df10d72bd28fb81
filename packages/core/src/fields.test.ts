import { describe, expect, it } from 'vitest';
import { amountOf, fieldsOf, flagOf, idOf, listOf, numberOf, textOf } from './fields.ts';

const oddities = [undefined, null, {}, [], () => 'cat', Symbol('cat')];

describe('a field of an answer', () => {
  it.each([
    ['a text', textOf, 'cat'],
    ['an id of 200 characters', idOf, 'x'.repeat(200)],
    ['a number', numberOf, -0.5],
    ['an amount', amountOf, 0],
    ['a flag', flagOf, false],
  ])('is taken as %s', (_, read, value) => {
    expect(read(value)).toBe(value);
  });

  it.each([
    ['a text', textOf, ['', 7, true]],
    ['an id', idOf, ['', 7, 'x'.repeat(201)]],
    ['a number', numberOf, ['7', Number.NaN, Number.POSITIVE_INFINITY]],
    ['an amount', amountOf, [-1, 2 ** 53, Number.NaN, '7']],
    ['a flag', flagOf, ['true', 1]],
  ])('that is no use as %s is left out', (_, read, values) => {
    for (const value of [...values, ...oddities]) expect(read(value)).toBeUndefined();
  });
});

describe('the fields of an answer', () => {
  it('are those of an object', () => {
    expect(fieldsOf({ id: 7 })).toEqual({ id: 7 });
  });

  it.each([undefined, null, 'cat', 7, ['cat']])('are none in %j', value => {
    expect(fieldsOf(value)).toEqual({});
  });
});

describe('a list in an answer', () => {
  it('keeps its order and loses what is odd', () => {
    expect(listOf(['one', 2, '', 'three'], textOf)).toEqual(['one', 'three']);
  });

  it('keeps lists in it whole', () => {
    expect(listOf([[1], [2, 3]], entry => [entry])).toEqual([[[1]], [[2, 3]]]);
  });

  it('is empty where there is none', () => {
    expect(listOf({ length: 1, 0: 'cat' }, textOf)).toEqual([]);
  });
});

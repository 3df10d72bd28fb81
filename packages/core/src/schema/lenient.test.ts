import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import {
  amountField,
  flagField,
  idField,
  lenient,
  listField,
  numberField,
  parseLenient,
  textField,
} from './lenient.ts';

const oddities = [undefined, null, {}, [], () => 'cat', Symbol('cat')];

describe('a field of an answer', () => {
  it.each([
    ['a text', textField(), 'cat'],
    ['an id of 200 characters', idField(), 'x'.repeat(200)],
    ['a number', numberField(), -0.5],
    ['an amount', amountField(), 0],
    ['a flag', flagField(), false],
  ])('is taken as %s', (_, field, value) => {
    expect(field.parse(value)).toBe(value);
  });

  it('is taken as an amount where it is written as text, as by services that keep amounts exact', () => {
    expect(['26', '0.5', '9'.repeat(20)].map(text => amountField().parse(text))).toEqual([
      26,
      0.5,
      undefined,
    ]);
  });

  it.each([
    ['a text', textField(), ['', 7, true]],
    ['an id', idField(), ['', 7, 'x'.repeat(201)]],
    ['a number', numberField(), ['7', Number.NaN, Number.POSITIVE_INFINITY]],
    ['an amount', amountField(), [-1, 2 ** 53, Number.NaN, '7 cats', '-7']],
    ['a flag', flagField(), ['true', 1]],
  ])('that is no use as %s is left out', (_, field, values) => {
    for (const value of [...values, ...oddities]) expect(field.parse(value)).toBeUndefined();
  });

  it('may be absent, or an object whose own fields may be odd', () => {
    const answer = z.object({
      url: textField(),
      tags: listField(textField()),
      file: lenient(z.object({ id: idField() })),
    });

    expect(answer.parse({})).toEqual({ tags: [] });
    expect(answer.parse({ url: 7, tags: null, file: { id: 7 }, more: true })).toEqual({ tags: [], file: {} });
    for (const file of [null, 'cat', ['cat'], 7]) expect(answer.parse({ file })).toEqual({ tags: [] });
  });
});

describe('a list in an answer', () => {
  it('keeps its order and loses what is odd', () => {
    expect(listField(textField()).parse(['one', 2, '', 'three'])).toEqual(['one', 'three']);
    expect(listField(z.string()).parse(['one', 2, null, 'three'])).toEqual(['one', 'three']);
  });

  it('keeps lists in it whole', () => {
    expect(listField(z.array(z.number())).parse([[1], [2, 3]])).toEqual([[1], [2, 3]]);
  });

  it('is empty where there is none', () => {
    for (const value of [{ length: 1, 0: 'cat' }, ...oddities]) {
      expect(listField(textField()).parse(value)).toEqual([]);
    }
  });
});

describe('parseLenient', () => {
  const schema = z.object({ id: z.string(), url: textField() });

  it('reads what fits', () => {
    expect(parseLenient(schema, { id: 'a', url: '' }, 'it has no id')).toEqual({ id: 'a' });
  });

  it.each([undefined, null, 'cat', ['cat'], {}, { id: 7 }])(
    'says in a few words what is wrong with %j',
    json => {
      expect(() => parseLenient(schema, json, 'it has no id')).toThrow(new TypeError('it has no id'));
    },
  );
});

import { InvalidArgumentError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { jsonObjectSchema } from './json-object-schema.ts';
import { parseStrict } from './parse-strict.ts';

const schema = z.strictObject({ metadata: jsonObjectSchema() });

function read(metadata: unknown) {
  return parseStrict(schema, { metadata }, 'providerOptions.test').metadata;
}

const circle: Record<string, unknown> = {};
circle['self'] = circle;

/** Leads back to itself in two ways, so that the ways through it double with each step. */
const tree: Record<string, unknown> = {};
tree['children'] = [{ parent: tree }, { parent: tree }];

/** A list in a list in a list, and so on. */
function nested(levels: number): unknown[] {
  return levels === 1 ? [] : [nested(levels - 1)];
}

const holed: unknown[] = [];
holed[1] = 'cat';

function toJSON(): string {
  return 'cat';
}

describe('an object of JSON', () => {
  it.each([
    [{}],
    [{ order: 7, paid: true, note: null, name: '' }],
    [{ cats: [{ name: 'Tom', lives: [1, -0.5] }, []] }],
    [JSON.parse('{"__proto__":{"a":1}}')],
    [{ bare: Object.create(null) }],
    [{ deep: nested(500) }],
  ])('is taken as it is: %j', given => {
    expect(JSON.stringify(read(given))).toBe(JSON.stringify(given));
  });

  it('is copied, because the caller may go on with it', () => {
    const given = { order: 7, cats: [{ name: 'Tom' }] };
    const metadata = read(given);
    given.order = 8;
    for (const cat of given.cats) cat.name = 'Tim';
    given.cats.push({ name: 'Kim' });
    expect(metadata).toEqual({ order: 7, cats: [{ name: 'Tom' }] });
  });
});

describe('what JSON cannot carry is refused by name', () => {
  it.each([
    ['a number that is none', Number.NaN],
    ['a number without end', { list: [Number.POSITIVE_INFINITY] }],
    ['nothing', { note: undefined }],
    ['nothing in a list', [undefined]],
    ['a hole in a list', holed],
    ['a tree whose children know their parent', tree],
    ['a function', [() => 'cat']],
    ['an object that renders itself', { toJSON }],
    ['a big integer', 1n],
    ['a symbol', Symbol('cat')],
    ['a date', new Date(0)],
    ['a map', { cats: new Map() }],
    ['bytes', Uint8Array.of(1)],
    ['an object that contains itself', circle],
    ['an object that contains itself twice', { list: [circle, circle], also: circle }],
    ['a list that is nested without reason', nested(5000)],
  ])('%s', (_, value) => {
    const parse = () => read({ fine: 1, odd: value });
    expect(parse).toThrow(InvalidArgumentError);
    expect(parse).toThrow(/^Invalid providerOptions\.test\.metadata\.odd: got .*Accepted: a JSON value\./);
  });

  it.each(['cat', 7, null, ['cat'], new Date(0)])('metadata that is %o', value => {
    expect(() => read(value)).toThrow(/metadata: got .*Accepted: an object of JSON values\./);
  });

  it('names a field that is no name by its beginning', () => {
    expect(() => read({ ['x'.repeat(5000)]: undefined })).toThrow(/metadata\.x{59}…: got/);
  });
});

it('is an object as a JSON schema', () => {
  expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({
    properties: { metadata: { type: 'object' } },
  });
});

import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { errorOf } from '../test/catch.ts';
import { parseStrict } from './parse-strict.ts';
import {
  addressSchema,
  imageSchema,
  listSchema,
  numberSchema,
  patternSchema,
  textSchema,
  wholeNumberSchema,
} from './strict-parts.ts';

const either = z.union([z.literal(false), z.literal('always')], "false or 'always'");

const schema = z
  .strictObject({
    resolution: z.enum(['1k', '2k']),
    aspectRatio: patternSchema(/^\d+:\d+$/, "'width:height'"),
    user: textSchema(4),
    name: textSchema(),
    steps: wholeNumberSchema(1, 50),
    retries: wholeNumberSchema(0),
    pause: numberSchema(1, 'milliseconds'),
    images: listSchema(textSchema(), { most: 2 }),
    tags: listSchema(textSchema(), { least: 1 }),
    callback: addressSchema(['https:'], 'an https address'),
    deferred: z.boolean(),
    storage: z.strictObject({ filename: textSchema(), lifetime: wholeNumberSchema(60).optional() }),
    either,
    publicUrl: z.union([z.boolean(), z.strictObject({ lifetime: wholeNumberSchema(60) })]),
  })
  .partial();

/** A list whose first entry is not there. */
const holes: string[] = [];
holes[1] = 'cat';

function read(given: unknown) {
  return parseStrict(schema, given, 'providerOptions.test');
}

describe('parseStrict', () => {
  it('gives the options as they were', () => {
    const given = {
      resolution: '2k',
      aspectRatio: '16:9',
      user: 'Tom',
      steps: 50,
      retries: 0,
      images: ['a', 'b'],
      tags: ['cat'],
      callback: 'https://example.com/cats',
      deferred: false,
      storage: { filename: 'cat.jpg', lifetime: 60 },
      either: false,
      pause: 1.5,
      publicUrl: { lifetime: 60 },
    };

    expect(read(given)).toStrictEqual(given);
  });

  it('leaves out what is undefined', () => {
    expect(read({ steps: undefined, storage: { filename: 'cat.jpg', lifetime: undefined } })).toStrictEqual({
      storage: { filename: 'cat.jpg' },
    });
  });

  it('copies lists and objects, which the caller may change while images are made', () => {
    const given = { images: ['a'], storage: { filename: 'cat.jpg' } };
    const options = read(given);
    given.images.push('b');
    given.storage.filename = 'dog.jpg';

    expect(options).toEqual({ images: ['a'], storage: { filename: 'cat.jpg' } });
  });

  it('passes on as it is what a schema only looks at', () => {
    const bytes = Uint8Array.of(1);
    const upload = z.strictObject({ data: z.instanceof(Uint8Array), more: z.unknown() });
    const given = { data: bytes, more: new Map() };

    expect(parseStrict(upload, given, 'upload').data).toBe(bytes);
    expect(parseStrict(upload, given, 'upload').more).toBe(given.more);
  });

  it('names fields by themselves where the path is empty', () => {
    expect(() => parseStrict(schema, { steps: 0 }, '')).toThrow('Invalid steps: got 0.');
    expect(() => parseStrict(schema, 'cat', '')).toThrow('Invalid argument: got "cat".');
    expect(() => parseStrict(schema, new Date(0), '')).toThrow('Invalid argument: got an object.');
  });
});

describe('an option that is not known', () => {
  it('is refused with the nearest known one', async () => {
    const error = await errorOf(() => read({ resolutoin: '2k' }));

    expect(error).toMatchObject({
      name: 'AI_InvalidArgumentError',
      argument: 'providerOptions.test.resolutoin',
      message:
        'Invalid providerOptions.test.resolutoin: got an unknown option. Accepted: resolution (did you mean that?), or any of resolution, aspectRatio, user, name, steps, retries, pause, images, tags, callback, deferred, storage, either, publicUrl. Nothing was sent.',
    });
  });

  it.each([
    ['aspect_ratio', 'aspectRatio'],
    ['AspectRatio', 'aspectRatio'],
    ['image', 'images'],
  ])('of %s suggests %s', (unknown, nearest) => {
    expect(() => read({ [unknown]: 1 })).toThrow(`Accepted: ${nearest} (did you mean that?)`);
  });

  it('is named with the others, up to five', () => {
    expect(() =>
      read({ resolutoin: 1, ...Object.fromEntries(Array.from('abcdefg', name => [name, 1])) }),
    ).toThrow(
      'Invalid providerOptions.test.resolutoin and providerOptions.test.a and providerOptions.test.b and providerOptions.test.c and providerOptions.test.d: got unknown options. Accepted: resolution (did you mean that?), or any of resolution,',
    );
  });

  it('gets no suggestion when none is near', () => {
    expect(() => read({ negativePrompt: 'blurry' })).toThrow('Accepted: resolution, aspectRatio, user');
  });

  it('is refused in a nested object with the fields of that object', () => {
    expect(() => read({ storage: { filename: 'cat.jpg', expires: 1 } })).toThrow(
      'Invalid providerOptions.test.storage.expires: got an unknown option. Accepted: filename, lifetime.',
    );
  });

  it('is refused when it would reach the prototype', () => {
    expect(() => read(JSON.parse('{"__proto__":{"deferred":true}}'))).toThrow(
      'Invalid providerOptions.test.__proto__: got an unknown option.',
    );
  });
});

describe('a value that is not accepted', () => {
  it.each([
    [{ resolution: '4k' }, 'resolution: got "4k". Accepted: "1k", "2k".'],
    [{ resolution: 2 }, 'resolution: got 2. Accepted: "1k", "2k".'],
    [{ aspectRatio: 1.5 }, "aspectRatio: got 1.5. Accepted: 'width:height'."],
    [{ aspectRatio: 'wide' }, `aspectRatio: got "wide". Accepted: 'width:height'.`],
    [{ deferred: 'yes' }, 'deferred: got "yes". Accepted: true or false.'],
    [{ deferred: null }, 'deferred: got null. Accepted: true or false.'],
    [{ user: '' }, 'user: got "". Accepted: a text of 1 to 4 characters.'],
    [{ user: 'abcde' }, 'user: got "abcde". Accepted: a text of 1 to 4 characters.'],
    [{ name: '' }, 'name: got "". Accepted: a text that is not empty.'],
    [{ steps: 0 }, 'steps: got 0. Accepted: a whole number from 1 to 50.'],
    [{ steps: 51 }, 'steps: got 51. Accepted: a whole number from 1 to 50.'],
    [{ steps: 1.5 }, 'steps: got 1.5. Accepted: a whole number from 1 to 50.'],
    [{ steps: '7' }, 'steps: got "7". Accepted: a whole number from 1 to 50.'],
    [{ steps: Number.NaN }, 'steps: got NaN. Accepted: a whole number from 1 to 50.'],
    [{ retries: -1 }, 'retries: got -1. Accepted: a whole number from 0.'],
    [{ retries: Number.POSITIVE_INFINITY }, 'retries: got Infinity. Accepted: a whole number from 0.'],
    [{ images: ['a', 'b', 'c'] }, 'images: got a list of 3. Accepted: a list of at most 2 entries.'],
    [{ images: 'a' }, 'images: got "a". Accepted: a list of at most 2 entries.'],
    [{ images: ['a', 7] }, 'images[1]: got 7. Accepted: a text that is not empty.'],
    [{ tags: [] }, 'tags: got a list of 0. Accepted: a list that is not empty.'],
    [{ callback: 'http://example.com' }, 'callback: got "http://example.com". Accepted: an https address.'],
    [{ callback: 'example.com' }, 'callback: got "example.com". Accepted: an https address.'],
    [
      { callback: ' https://example.com' },
      'callback: got " https://example.com". Accepted: an https address.',
    ],
    [
      { callback: 'https://example.com/\u0001' },
      String.raw`callback: got "https://example.com/\u0001". Accepted: an https address.`,
    ],
    [
      { callback: 'https://exa\uFEFFmple.com' },
      'callback: got "https://exa\uFEFFmple.com". Accepted: an https address.',
    ],
    [
      { callback: 'https://example.com/\u00A0' },
      'callback: got "https://example.com/\u00A0". Accepted: an https address.',
    ],
    [{ callback: 'https:example.com' }, 'callback: got "https:example.com". Accepted: an https address.'],
    [{ tags: holes }, 'tags[0]: got undefined. Accepted: a text that is not empty.'],
    [{ storage: 'cat.jpg' }, 'storage: got "cat.jpg". Accepted: a plain object of filename, lifetime.'],
    [{ storage: {} }, 'storage.filename: got undefined. Accepted: a text that is not empty.'],
    [
      { storage: { filename: 'a', lifetime: 1 } },
      'storage.lifetime: got 1. Accepted: a whole number from 60.',
    ],
    [{ either: true }, "either: got true. Accepted: false or 'always'."],
    [{ pause: 0.5 }, 'pause: got 0.5. Accepted: milliseconds from 1.'],
    [{ pause: Number.POSITIVE_INFINITY }, 'pause: got Infinity. Accepted: milliseconds from 1.'],
    [{ publicUrl: 'yes' }, 'publicUrl: got "yes". Accepted: true or false, or a plain object of lifetime.'],
    [{ publicUrl: null }, 'publicUrl: got null. Accepted: true or false, or a plain object of lifetime.'],
    [{ publicUrl: { lifetime: 1 } }, 'publicUrl.lifetime: got 1. Accepted: a whole number from 60.'],
    [
      { publicUrl: { lifetim: 60, lifetime: 60 } },
      'publicUrl.lifetim: got an unknown option. Accepted: lifetime (did you mean that?), or any of lifetime.',
    ],
  ])('%j', async (given, message) => {
    const error = await errorOf(() => read(given));

    expect(error.name).toBe('AI_InvalidArgumentError');
    expect(error.message).toBe(`Invalid providerOptions.test.${message} Nothing was sent.`);
  });

  it.each(['text', 7, ['a'], new Date(0), new Map([['steps', 1]]), Object.create({ steps: 1 })])(
    'is refused where the options themselves are %j',
    given => {
      expect(() => read(given)).toThrow('Invalid providerOptions.test: got');
    },
  );

  it.each([new Date(0), Object.create({ lifetime: 60 })])(
    'is refused where an object in them is %j',
    given => {
      expect(() => read({ publicUrl: given })).toThrow(
        'Invalid providerOptions.test.publicUrl: got an object.',
      );
      expect(() => parseStrict(z.array(schema), [given], 'requests')).toThrow(
        'Invalid requests[0]: got an object.',
      );
    },
  );

  it('never repeats a long text, which may be an image', async () => {
    const error = await errorOf(() => read({ user: 'iVBORw0KGgo'.repeat(1000) }));

    expect(error.message).toContain('got a text of 11000 characters');
  });

  it('names a key that is no name by its beginning, and at once', async () => {
    const error = await errorOf(() => read({ ['x'.repeat(3_000_000)]: 1 }));

    expect(error.message).toMatch(/^Invalid providerOptions\.test\.x{59}…: got an unknown option/);
  });
});

describe('a schema without words of its own says what it accepts by its kind', () => {
  it.each([
    [z.string(), 7, 'a text'],
    [z.string().min(2), 'a', 'a text of at least 2 characters'],
    [z.string().max(2), 'abc', 'a text of at most 2 characters'],
    [z.string().regex(/^a$/), 'b', 'a text of the form /^a$/'],
    [z.number(), 'a', 'a number'],
    [z.number().min(2), 1, 'a number from 2'],
    [z.number().gt(2), 2, 'a number above 2'],
    [z.number().max(2), 3, 'a number up to 2'],
    [z.number().lt(2), 2, 'a number below 2'],
    [z.number().multipleOf(2), 3, 'a multiple of 2'],
    [z.int(), 1.5, 'a whole number'],
    [z.boolean(), 'a', 'true or false'],
    [z.array(z.string()), 'a', 'a list'],
    [z.array(z.string()).min(2), ['a'], 'a list of at least 2 entries'],
    [z.record(z.string(), z.string()), 'a', 'a plain object'],
    [z.literal([1, false, 'a']), 2, '1, false, "a"'],
    [z.date(), 'a', 'a value of type date'],
    [z.string().refine(text => text !== 'a'), 'a', 'another value'],
    [z.union([z.string(), z.number()]), true, 'a text, or a number'],
    [z.string('a word').min(2, 'a longer word'), 'a', 'a longer word'],
  ])('%#: %j is refused', (kind, given, accepted) => {
    expect(() => parseStrict(kind, given, 'option')).toThrow(`Accepted: ${accepted}. Nothing was sent.`);
  });
});

it('is a JSON schema too, so that forms and command lines can be made of it', () => {
  expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({
    additionalProperties: false,
    properties: {
      resolution: { enum: ['1k', '2k'] },
      aspectRatio: { type: 'string', pattern: String.raw`^\d+:\d+$` },
      user: { type: 'string', minLength: 1, maxLength: 4 },
      steps: { type: 'integer', minimum: 1, maximum: 50 },
      pause: { type: 'number', minimum: 1 },
      callback: { type: 'string', format: 'uri' },
    },
  });
});

it('takes images as bytes, which its JSON schema has no word for', () => {
  const images = z.strictObject({ images: listSchema(imageSchema()) });
  const data = new Uint8Array([1]);
  expect(parseStrict(images, { images: ['https://cat.example', data] }, 'options').images[1]).toBe(data);
  expect(() => parseStrict(images, { images: [new Blob([])] }, 'options')).toThrow(
    'Invalid options.images[0]: got a Blob. Accepted: bytes (Uint8Array), a URL, data URL or base64.',
  );
  expect(z.toJSONSchema(images, { io: 'input' })).toMatchObject({
    properties: { images: { items: { type: 'string', minLength: 1 } } },
  });
});

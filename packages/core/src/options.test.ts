import { describe, expect, it } from 'vitest';
import {
  accepts,
  addressOption,
  flagOption,
  listOption,
  objectOption,
  oneOf,
  parseOptions,
  textLike,
  textOption,
  wholeNumber,
} from './options.ts';
import { errorOf } from './test/catch.ts';

const readers = {
  resolution: oneOf('1k', '2k'),
  aspectRatio: textLike(/^\d+:\d+$/, "'width:height'"),
  user: textOption(4),
  name: textOption(),
  steps: wholeNumber(1, 50),
  retries: wholeNumber(0),
  images: listOption(textOption(), { most: 2 }),
  tags: listOption(textOption(), { least: 1 }),
  callback: addressOption(['https:'], 'an https address'),
  deferred: flagOption,
  storage: objectOption<{ filename: string; lifetime?: number }>(
    { filename: textOption(), lifetime: wholeNumber(60) },
    ['filename'],
  ),
  either: accepts(value => (value === false || value === 'always' ? value : undefined), "false or 'always'"),
};

/** A list whose first entry is not there. */
const holes: string[] = [];
holes[1] = 'cat';

function read(given: unknown) {
  return parseOptions('test', readers, given);
}

describe('parseOptions', () => {
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

  it.each([undefined, null, {}])('takes %j as no options', given => {
    expect(read(given)).toEqual({});
  });
});

describe('an option that is not known', () => {
  it('is refused with the nearest known one', async () => {
    const error = await errorOf(() => read({ resolutoin: '2k' }));

    expect(error).toMatchObject({
      name: 'AI_InvalidArgumentError',
      argument: 'providerOptions.test.resolutoin',
      message:
        'Invalid providerOptions.test.resolutoin: got an unknown option. Accepted: resolution (did you mean that?), or any of resolution, aspectRatio, user, name, steps, retries, images, tags, callback, deferred, storage, either. Nothing was sent.',
    });
  });

  it.each([
    ['aspect_ratio', 'aspectRatio'],
    ['AspectRatio', 'aspectRatio'],
    ['image', 'images'],
  ])('of %s suggests %s', (unknown, nearest) => {
    expect(() => read({ [unknown]: 1 })).toThrow(`Accepted: ${nearest} (did you mean that?)`);
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
    [{ images: ['a', 7] }, 'images.1: got 7. Accepted: a text that is not empty.'],
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
    [{ tags: holes }, 'tags.0: got undefined. Accepted: a text that is not empty.'],
    [{ storage: 'cat.jpg' }, 'storage: got "cat.jpg". Accepted: a plain object of filename, lifetime.'],
    [{ storage: {} }, 'storage.filename: got undefined. Accepted: a text that is not empty.'],
    [
      { storage: { filename: 'a', lifetime: 1 } },
      'storage.lifetime: got 1. Accepted: a whole number from 60.',
    ],
    [{ either: true }, "either: got true. Accepted: false or 'always'."],
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

  it('never repeats a long text, which may be an image', async () => {
    const error = await errorOf(() => read({ user: 'iVBORw0KGgo'.repeat(1000) }));

    expect(error.message).toContain('got a text of 11000 characters');
  });

  it('names a key that is no name by its beginning, and at once', async () => {
    const error = await errorOf(() => read({ ['x'.repeat(3_000_000)]: 1 }));

    expect(error.message).toMatch(/^Invalid providerOptions\.test\.x{59}…: got an unknown option/);
  });
});

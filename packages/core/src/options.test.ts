import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4-mini';
import { parseOptions } from './options.ts';
import { errorOf } from './test/catch.ts';

const schema = z.strictObject({
  resolution: z.optional(z.enum(['1k', '2k'])),
  aspectRatio: z.optional(z.string()),
  user: z.optional(z.string().check(z.minLength(2), z.maxLength(4))),
  steps: z.optional(z.int().check(z.gte(1), z.lte(50))),
  strength: z.optional(z.number().check(z.gt(0), z.lt(1))),
  images: z.optional(z.array(z.string()).check(z.maxLength(2))),
  deferred: z.optional(z.boolean()),
  storage: z.optional(
    z.strictObject({ filename: z.string(), lifetime: z.optional(z.number()) }, 'filename, lifetime'),
  ),
  either: z.optional(z.union([z.boolean(), z.number()], 'true, false or a number')),
});

function read(given: unknown) {
  return parseOptions('test', schema, given);
}

describe('parseOptions', () => {
  it('gives the options as they were', () => {
    const given = { resolution: '2k', steps: 50, images: ['a'], storage: { filename: 'cat.jpg' } };

    expect(read(given)).toEqual(given);
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
        'Invalid providerOptions.test.resolutoin: got an unknown option. Accepted: resolution (did you mean that?), or any of resolution, aspectRatio, user, steps, strength, images, deferred, storage, either. Nothing was sent.',
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
    [{ aspectRatio: 1.5 }, 'aspectRatio: got 1.5. Accepted: a value of type string.'],
    [{ deferred: 'yes' }, 'deferred: got "yes". Accepted: a value of type boolean.'],
    [{ deferred: null }, 'deferred: got null. Accepted: a value of type boolean.'],
    [{ user: 'a' }, 'user: got "a". Accepted: at least 2 characters.'],
    [{ user: 'abcde' }, 'user: got "abcde". Accepted: at most 4 characters.'],
    [{ steps: 0 }, 'steps: got 0. Accepted: at least 1.'],
    [{ steps: 51 }, 'steps: got 51. Accepted: at most 50.'],
    [{ steps: 1.5 }, 'steps: got 1.5. Accepted: a whole number.'],
    [{ strength: 0 }, 'strength: got 0. Accepted: above 0.'],
    [{ strength: 1 }, 'strength: got 1. Accepted: below 1.'],
    [{ images: ['a', 'b', 'c'] }, 'images: got a list of 3. Accepted: at most 2 entries.'],
    [{ images: ['a', 7] }, 'images.1: got 7. Accepted: a value of type string.'],
    [{ storage: {} }, 'storage.filename: got undefined. Accepted: a value of type string.'],
    [{ either: 'x' }, 'either: got "x". Accepted: true, false or a number.'],
  ])('%j', async (given, message) => {
    const error = await errorOf(() => read(given));

    expect(error.name).toBe('AI_InvalidArgumentError');
    expect(error.message).toBe(`Invalid providerOptions.test.${message} Nothing was sent.`);
  });

  it.each(['text', 7, ['a']])('is refused where the options themselves are %j', given => {
    expect(() => read(given)).toThrow('Invalid providerOptions.test: got');
  });

  it('never repeats a long text, which may be an image', async () => {
    const error = await errorOf(() => read({ user: 'iVBORw0KGgo'.repeat(1000) }));

    expect(error.message).toContain('got a text of 11000 characters');
  });

  it('names a key that is no name by its beginning, and at once', async () => {
    const error = await errorOf(() => read({ ['x'.repeat(3_000_000)]: 1 }));

    expect(error.message).toMatch(/^Invalid providerOptions\.test\.x{59}…: got an unknown option/);
  });
});

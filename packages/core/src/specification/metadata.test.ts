import { InvalidArgumentError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { readImageMetadata, readRequestMetadata } from './metadata.ts';

const images = [{}, {}, {}];

function isEntry(entry: object): entry is { index: number } {
  return 'index' in entry;
}

const entries = [{ index: 0 }, { index: 1 }, { index: 2 }];
const [first, second, third] = entries;

/** Results as `generateImage` of each major builds them from one call of three images. */
const results = {
  'AI SDK 4': {
    images,
    responses: [{ modelId: 'm', providerMetadata: { test: { images: entries, requests: [{}] } } }],
  },
  'AI SDK 4 that repeated after an empty answer': {
    images,
    responses: [
      { providerMetadata: { test: { images: [], requests: [{}] } } },
      { providerMetadata: { test: { images: entries, requests: [{}] } } },
    ],
  },
  'AI SDK 4 that split the call itself': {
    images,
    responses: [
      { providerMetadata: { test: { images: [first, second] } } },
      { providerMetadata: { test: { images: [third] } } },
    ],
  },
  'a middleware that keeps a list of its own': {
    images,
    providerMetadata: { cache: { images: [{}] }, test: { images: entries } },
  },
  'a middleware whose list is as long and stands in front': {
    images,
    providerMetadata: { cache: { images: [{ hit: true }, {}, {}] }, test: { images: entries } },
  },
  'a middleware that marks its images under the same key': {
    images,
    providerMetadata: { test: { images: [{ hit: true }, ...entries] } },
  },
  'two providers that made one result': {
    images,
    providerMetadata: { one: { images: [first] }, other: { images: [second, third] } },
  },
  'AI SDK 5': { images, providerMetadata: { test: { images: entries } }, responses: [{}] },
  'AI SDK 6': { images, providerMetadata: { test: { images: entries } }, responses: [{}], usage: {} },
  'AI SDK 7': {
    images,
    providerMetadata: { test: { images: entries } },
    responses: [{ providerMetadata: { test: { images: entries, requests: [{}] } } }],
    calls: [{ providerMetadata: { test: { images: entries } } }],
  },
};

describe('readImageMetadata', () => {
  it.each(Object.entries(results))('finds one entry an image in a result of %s', (_, result) => {
    expect(readImageMetadata(result, isEntry)).toEqual(entries);
  });

  it.each([
    ['no image', { images: [], providerMetadata: { test: { images: [] } }, responses: [{}] }],
    ['no metadata', { images }],
    [
      'metadata of another provider',
      { images, providerMetadata: { other: { cost: 1 } }, responses: [{}, null] },
    ],
    ['metadata for other images', { images, providerMetadata: { test: { images: [first] } } }],
    ['entries that are no objects', { images, providerMetadata: { test: { images: [null, 'a', 1] } } }],
    ['metadata that is no object', { images, providerMetadata: 'none', responses: ['none'] }],
  ])('finds nothing in a result with %s', (_, result) => {
    expect(readImageMetadata(result, isEntry)).toEqual([]);
  });
});

const sisters = { sister: '@test/sister' };
const readers: [name: string, field: string, read: (result: unknown) => unknown][] = [
  [
    'readImageMetadata',
    'images',
    result => Reflect.apply(readImageMetadata, undefined, [result, isEntry, sisters]),
  ],
  [
    'readRequestMetadata',
    'responses',
    result => Reflect.apply(readRequestMetadata, undefined, [result, 'test', isEntry, sisters]),
  ],
];

describe.each(readers)('%s says what to pass', (name, field, read) => {
  it.each<[given: unknown, words: string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['result', 'a value of type string'],
    [{}, `an object without ${field}`],
    [{ images: 3, responses: 'none' }, `an object without ${field}`],
    [
      { base64: '', uint8Array: Uint8Array.of(), mediaType: 'image/png' },
      'an image, not the result that it is of',
    ],
    [[{ uint8Array: Uint8Array.of() }], 'a list, not the result that it is of'],
    [Promise.resolve(results['AI SDK 7']), 'a promise, which is to be awaited first'],
  ])('in place of %o', async (given, words) => {
    const error = await errorOf(() => read(given));

    expect(error).toMatchObject({ name: 'AI_InvalidArgumentError', argument: 'result' });
    expect(InvalidArgumentError.isInstance(error)).toBe(true);
    expect(error.message).toBe(
      `Failed to read the metadata of a result: got ${words}. Pass the whole result of generateImage.`,
    );
  });

  it('for a result of a sister package', () => {
    const providerMetadata = { sister: { images: entries, requests: entries } };
    const says = name === 'readImageMetadata' ? 'imageMetadata' : 'requestMetadata';
    for (const result of [
      { images, providerMetadata, responses: [{ providerMetadata }] },
      { images, responses: [{ providerMetadata }] },
    ]) {
      expect(() => read(result)).toThrow(
        `Failed to read the metadata of a result: it is of the provider sister. Use ${says} of @test/sister.`,
      );
    }
  });
});

describe('a result of two sisters', () => {
  const ofSister = { images: [first], requests: [first] };
  const own = { images: [second, third], requests: [second] };

  it('is read where the own entries are complete', () => {
    const providerMetadata = { sister: ofSister, test: { images: entries, requests: [second] } };

    expect(readImageMetadata({ images, providerMetadata }, isEntry, sisters)).toEqual(entries);
  });

  it('is not read where some images are of the other', () => {
    const providerMetadata = { sister: ofSister, test: own };

    expect(() => readImageMetadata({ images, providerMetadata }, isEntry, sisters)).toThrow(
      'it is in part of the provider sister. Read result.providerMetadata.',
    );
  });

  it('has requests of its own', () => {
    const responses = [{ providerMetadata: { sister: ofSister } }, { providerMetadata: { test: own } }];

    expect(readRequestMetadata({ responses }, 'test', isEntry, sisters)).toEqual([second]);
  });
});

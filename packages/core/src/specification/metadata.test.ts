import { describe, expect, it } from 'vitest';
import { readImageMetadata } from './metadata.ts';

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

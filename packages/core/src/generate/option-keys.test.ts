import { describe, expect, it } from 'vitest';
import { call, testBackend } from '../test/backend.ts';
import { generate } from './generate.ts';
import { warnOfUnread } from './option-keys.ts';

const optionKeys = { names: ['aspectRatio', 'storage'], mistaken: ['brand'], sisters: ['sister'] };
const reader = { provider: 'test.image', metadataKey: 'test', optionKeys };

const standing = 'It was not read. Options of this model stand under providerOptions.test.';

function told(providerOptions: Record<string, unknown>): string[] {
  return warnOfUnread(providerOptions, reader).map(warning =>
    warning.type === 'unsupported' ? `${warning.feature}: ${warning.details}` : warning.type,
  );
}

describe('options that nobody reads are told by their key and the right one', () => {
  it.each(['TEST', 'Test', 'test.image', 'te-st', 'brand', 'Brand', 'sister'])('under %s', key => {
    expect(told({ [key]: { aspectRatio: '1:1' } })).toEqual([`providerOptions.${key}: ${standing}`]);
  });

  it.each([
    ['aspectRatio', '1:1'],
    ['aspect_ratio', '1:1'],
    ['AspectRatio', null],
    ['storage', { filename: 'cat' }],
  ])('as the bare option %s, unless it is nothing', (key, value) => {
    const name = key === 'storage' ? key : 'aspectRatio';
    const details = `It was not read. Pass it as providerOptions.test.${name}.`;

    expect(told({ test: {}, [key]: value })).toEqual(value ? [`providerOptions.${key}: ${details}`] : []);
  });

  it.each([
    ['aspectRatoi', '1:1'],
    ['n', 4],
    ['images', ['a']],
  ])('as %s, which no provider takes for its options', (key, value) => {
    expect(told({ [key]: value })).toEqual([`providerOptions.${key}: ${standing}`]);
  });

  it('each of several, also beside the right key, a long one by its beginning', () => {
    expect(told({ test: {}, TEST: { a: 1 }, brand: { a: 1 }, ['k'.repeat(99)]: 1 })).toEqual([
      `providerOptions.TEST: ${standing}`,
      `providerOptions.brand: ${standing}`,
      `providerOptions.${'k'.repeat(59)}…: ${standing}`,
    ]);
  });
});

it('lets pass what is meant for others, a sister beside the own key, and what holds nothing', () => {
  const others = { openai: { quality: 'hd' }, gateway: { order: ['a'] }, tester: { aspectRatio: '1:1' } };

  expect(told({ ...others, test: undefined, brand: {}, TEST: null, sister: undefined })).toEqual([]);
  expect(told({ ...others, test: {}, sister: { aspectRatio: '1:1' } })).toEqual([]);
  expect(told({ test: undefined, sister: { a: 1 } })).toHaveLength(1);
});

it('knows the spellings of a key without being told anything of a backend', async () => {
  const providerOptions = { Test: { a: 1 }, brand: { a: 1 } };
  const { warnings } = await generate(testBackend(), { ...call, n: 12, providerOptions });

  expect(warnings).toEqual([{ type: 'unsupported', feature: 'providerOptions.Test', details: standing }]);
});

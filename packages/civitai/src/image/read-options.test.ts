import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/v4';
import { civitaiImageOptionsSchema, type ReadOptions } from './options.ts';
import { readOptions } from './read-options.ts';

const every: Required<ReadOptions> = {
  aspectRatio: '19.5:9',
  resolution: '1k',
  quality: 'low',
  outputFormat: 'webp',
  enhancePrompt: true,
  images: ['https://example.com/cat.png'],
  imagesPerStep: 4,
  currencies: ['yellow', 'blue', 'green', 'fakeRed'],
  allowMatureContent: false,
  upgradeMode: 'automatic',
  hideMatureContent: true,
  tags: ['cat', 'dog'],
  metadata: { order: 7, lines: [{ cat: null }] },
  priority: 'normal',
  stepTimeout: 86_399_999,
  retries: 0,
  callbacks: [{ url: 'https://example.com/hook', type: ['workflow:*', 'job:failed'], detailed: true }],
  ephemeral: true,
  wait: 100,
  externalId: 'order-7',
  dedupe: true,
  workflowId: 'w1',
  experimental: true,
};

describe('the options', () => {
  it('are read as they were given', () => {
    expect(readOptions(every)).toStrictEqual(every);
    expect(readOptions({ externalId: false })).toStrictEqual({ externalId: false });
  });

  it.each([undefined, null, {}, { quality: undefined }])('may be missing: %j', given => {
    expect(readOptions(given)).toStrictEqual({});
  });

  it('are copied, because the caller may go on with them', () => {
    const callback = { url: 'https://example.com/hook', type: ['job:*'] };
    const given = { tags: ['cat'], callbacks: [callback] };
    const options = readOptions(given);
    given.tags.push('dog');
    callback.type.push('step:*');
    expect(options).toEqual({
      tags: ['cat'],
      callbacks: [{ url: 'https://example.com/hook', type: ['job:*'] }],
    });
  });

  it.each(['text', ['cat'], new Date(0), Object.create({ quality: 'low' })])(
    'are refused where they are %j',
    given => {
      expect(() => readOptions(given)).toThrow(
        /^Invalid providerOptions\.civitai: got .* Accepted: a plain object.* Nothing was sent\.$/,
      );
    },
  );

  it.each([
    [{ seed: 1 }, 'an argument of generateImage. Accepted: generateImage({ seed, providerOptions }).'],
    [{ deferred: true }, 'an option of xai. Accepted: providerOptions.xai.deferred, with a model of'],
  ])('lead to where they stand: %j', (given, words) => {
    expect(() => readOptions(given)).toThrow(
      `Invalid providerOptions.civitai.${Object.keys(given)[0]}: got ${words}`,
    );
  });

  it('of an ephemeral workflow may have no wait where callbacks hear of its images', () => {
    const callbacks = [{ url: 'https://example.com/hook', type: ['workflow:*'] }];
    expect(readOptions({ ephemeral: true, wait: 0, callbacks })).toMatchObject({ wait: 0 });
    expect(() => readOptions({ ephemeral: true, wait: 0, callbacks: [] })).toThrow(
      'Invalid providerOptions.civitai.wait: got 0. Accepted: 1 to 100 for an ephemeral workflow without callbacks: nobody could see its images. Nothing was sent.',
    );
  });

  it('name a field that metadata cannot carry', () => {
    expect(() => readOptions({ metadata: { fine: 1, odd: [undefined] } })).toThrow(
      'Invalid providerOptions.civitai.metadata.odd: got a list of 1. Accepted: a JSON value.',
    );
  });
});

describe('the schema of the options', () => {
  it('has their type', () => {
    expectTypeOf<z.output<typeof civitaiImageOptionsSchema>>().toEqualTypeOf<ReadOptions>();
  });

  it('describes each of them, for forms and command lines', () => {
    const { properties = {}, additionalProperties } = z.toJSONSchema(civitaiImageOptionsSchema, {
      io: 'input',
    });
    expect(additionalProperties).toBe(false);
    expect(Object.keys(properties)).toEqual(Object.keys(every));
    for (const property of Object.values(properties)) {
      expect(property).toHaveProperty('description', expect.stringMatching(/\.$/));
    }
  });

  it('tells what each of them takes', () => {
    expect(z.toJSONSchema(civitaiImageOptionsSchema, { io: 'input' }).properties).toMatchObject({
      resolution: { enum: ['1k', '2k'] },
      quality: { enum: ['low', 'medium'] },
      outputFormat: { enum: ['jpeg', 'png', 'webp'] },
      imagesPerStep: { type: 'integer', minimum: 1, maximum: 4 },
      currencies: { type: 'array', minItems: 1, items: { enum: ['yellow', 'blue', 'green', 'fakeRed'] } },
      metadata: { type: 'object' },
      callbacks: { items: { required: ['url', 'type'], additionalProperties: false } },
      externalId: { anyOf: [{ type: 'string' }, { const: false }] },
    });
  });
});

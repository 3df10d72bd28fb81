import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod/v4';
import { xaiImageOptionsSchema, type ReadOptions } from './options.ts';
import { readOptions } from './read-options.ts';

test('no options are no error', () => {
  for (const given of [undefined, null, {}, { quality: undefined }]) {
    expect(readOptions(given)).toEqual({ options: {}, warnings: [] });
  }
});

describe('the names of @ai-sdk/xai', () => {
  test('aspect_ratio is another name of aspectRatio', () => {
    expect(readOptions({ aspect_ratio: '16:9' })).toEqual({
      options: { aspectRatio: '16:9' },
      warnings: [],
    });
  });

  test('response_format is another name of responseFormat', () => {
    expect(readOptions({ response_format: 'b64_json' }).options).toEqual({ responseFormat: 'b64_json' });
    expect(() => readOptions({ response_format: 'b64_json', responseFormat: 'url' })).toThrow(
      'Invalid providerOptions.xai.responseFormat: got "url". Accepted: one name of this option, responseFormat.',
    );
  });

  test('resolution, quality and user are the same', () => {
    const options = { resolution: '2k', quality: 'low', user: 'user-1' };
    expect(readOptions(options)).toEqual({ options, warnings: [] });
  });

  test.each(['output_format', 'sync_mode'])('%s is accepted with a warning', feature => {
    expect(readOptions({ [feature]: 'png' })).toEqual({
      options: {},
      warnings: [{ type: 'unsupported', feature, details: 'xAI has no such field; it was not sent.' }],
    });
  });

  test('two names of one option are refused', () => {
    expect(() => readOptions({ aspect_ratio: '16:9', aspectRatio: '1:1' })).toThrow(
      'Invalid providerOptions.xai.aspectRatio: got "1:1". Accepted: one name of this option, aspectRatio. Nothing was sent.',
    );
  });
});

describe('options that exclude each other', () => {
  test.each([
    ['deferred', { deferred: true }],
    ['uploadUrls', { uploadUrls: ['https://bucket.example/1'] }],
  ])('b64_json and %s are refused', (name, options) => {
    expect(() => readOptions({ responseFormat: 'b64_json', ...options })).toThrow(
      `Invalid providerOptions.xai.responseFormat: got "b64_json". Accepted: 'url' together with ${name}. Nothing was sent.`,
    );
  });

  test('b64_json goes with deferred: false', () => {
    const options = { responseFormat: 'b64_json', deferred: false };
    expect(readOptions(options).options).toEqual(options);
  });
});

test.each([
  { pollIntervalMs: 1.5 },
  { uploadUrls: ['http://bucket.example/1?signature=a', 'HTTPS://bucket.example/2'] },
  { storage: { filename: 'cat.jpg' } },
  { storage: { filename: 'cat.jpg', expiresAfter: 3600, publicUrl: false } },
  { storage: { filename: 'cat.jpg', publicUrl: { expiresAfter: 2_592_000 } } },
  { storage: { filename: 'cat.jpg', publicUrl: {} } },
])('%j is passed on as it is', given => {
  expect(readOptions(given).options).toStrictEqual(given);
});

describe('an option that is not known', () => {
  test('is refused with the nearest one', () => {
    expect(() => readOptions({ resolutoin: '2k' })).toThrow(
      'Invalid providerOptions.xai.resolutoin: got an unknown option. Accepted: resolution (did you mean that?), or any of aspectRatio, resolution, quality,',
    );
  });

  test.each(['{"__proto__":{"deferred":true}}', '{"deferred":true,"__proto__":null}'])(
    'is refused when it would reach a prototype: %s',
    json => {
      expect(() => readOptions(JSON.parse(json))).toThrow(
        'Invalid providerOptions.xai.__proto__: got an unknown option. Accepted: aspectRatio, resolution,',
      );
    },
  );

  test('is named together with others', () => {
    expect(() => readOptions({ resolutoin: '2k', qualty: 'low' })).toThrow(
      'Invalid providerOptions.xai.resolutoin and providerOptions.xai.qualty: got unknown options. Accepted: resolution and quality (did you mean those?), or any of aspectRatio, resolution,',
    );
  });

  test.each([
    ['n', 'n'],
    ['size', 'size'],
    ['seed', 'seed'],
    ['prompt', 'prompt'],
    ['files', 'prompt: { text, images }'],
    ['mask', 'prompt: { text, images, mask }'],
  ])('and is an argument of generateImage is told so: %s', (name, written) => {
    expect(() => readOptions({ [name]: 1 })).toThrow(
      `Invalid providerOptions.xai.${name}: got an argument of generateImage. Accepted: generateImage({ ${written}, providerOptions }). Nothing was sent.`,
    );
  });

  test('and is one of Civitai leads there, and what stands beside it is told in one go', () => {
    expect(() => readOptions({ outputFormat: 'png', seed: 1 })).toThrow(
      'Invalid providerOptions.xai.outputFormat and providerOptions.xai.seed: got an option of civitai and an argument of generateImage. Accepted: providerOptions.civitai.outputFormat, with a model of @grok-image/civitai, and generateImage({ seed, providerOptions }). Nothing was sent.',
    );
  });

  test('is no error without a value', () => {
    expect(readOptions({ seed: undefined })).toEqual({ options: {}, warnings: [] });
  });

  test('is refused inside storage too', () => {
    expect(() => readOptions({ storage: { filename: 'cat.jpg', expires: 3600 } })).toThrow(
      'Invalid providerOptions.xai.storage.expires: got an unknown option. Accepted: filename, expiresAfter, publicUrl. Nothing was sent.',
    );
  });
});

const refused: [given: Record<string, unknown>, field: string, found: string, accepted: string][] = [
  [{ resolution: '4k' }, 'resolution', '"4k"', '"1k", "1.5k", "2k"'],
  [{ resolution: '1K' }, 'resolution', '"1K"', '"1k", "1.5k", "2k"'],
  [{ quality: 'ultra' }, 'quality', '"ultra"', '"low", "medium", "high", "auto"'],
  [{ quality: null }, 'quality', 'null', '"low", "medium", "high", "auto"'],
  [{ user: '' }, 'user', '""', 'a text that is not empty'],
  [{ deferred: 'yes' }, 'deferred', '"yes"', 'true or false'],
  [{ deferred: null }, 'deferred', 'null', 'true or false'],
  [{ pollIntervalMs: 0 }, 'pollIntervalMs', '0', 'milliseconds from 1'],
  [{ pollIntervalMs: '5' }, 'pollIntervalMs', '"5"', 'milliseconds from 1'],
  [{ pollIntervalMs: Infinity }, 'pollIntervalMs', 'Infinity', 'milliseconds from 1'],
  [{ jobId: null }, 'jobId', 'null', 'a text that is not empty'],
  [
    { requestId: 'job-1' },
    'requestId',
    '"job-1"',
    'jobId, which collects a deferred job; a requestId is for the log',
  ],
  [{ fileIds: 'file_1' }, 'fileIds', '"file_1"', 'a list'],
  [{ fileIds: ['file_1', ''] }, 'fileIds[1]', '""', 'a text that is not empty'],
  [{ images: [7] }, 'images[0]', '7', 'bytes (Uint8Array), a URL, data URL or base64'],
  [{ aspectRatio: '16/9' }, 'aspectRatio', '"16/9"', "'width:height' or 'auto'"],
  [{ aspectRatio: '0:1' }, 'aspectRatio', '"0:1"', "'width:height' or 'auto'"],
  [{ aspectRatio: '1:0.0' }, 'aspectRatio', '"1:0.0"', "'width:height' or 'auto'"],
  [
    { uploadUrls: ['ftp://bucket.example'] },
    'uploadUrls[0]',
    '"ftp://bucket.example"',
    'an http(s) URL without blanks',
  ],
  [
    { uploadUrls: ['https:bucket.example'] },
    'uploadUrls[0]',
    '"https:bucket.example"',
    'an http(s) URL without blanks',
  ],
  [
    { uploadUrls: ['https://bucket.example/1\n'] },
    'uploadUrls[0]',
    String.raw`"https://bucket.example/1\n"`,
    'an http(s) URL without blanks',
  ],
  [{ uploadUrls: ['https://'] }, 'uploadUrls[0]', '"https://"', 'an http(s) URL without blanks'],
  [{ storage: {} }, 'storage.filename', 'undefined', 'a text that is not empty'],
  [{ storage: null }, 'storage', 'null', 'a plain object of filename, expiresAfter, publicUrl'],
  [
    { storage: { filename: 'cat.jpg', expiresAfter: 60 } },
    'storage.expiresAfter',
    '60',
    'whole seconds from 3600 to 2592000',
  ],
  [
    { storage: { filename: 'cat.jpg', publicUrl: 'yes' } },
    'storage.publicUrl',
    '"yes"',
    'true, false or { expiresAfter } in seconds',
  ],
  [
    { storage: { filename: 'cat.jpg', publicUrl: { expiresAfter: 2_592_001 } } },
    'storage.publicUrl.expiresAfter',
    '2592001',
    'whole seconds from 3600 to 2592000',
  ],
];

test.each(refused)('%o is refused', (given, field, found, accepted) => {
  expect(() => readOptions(given)).toThrow(
    `Invalid providerOptions.xai.${field}: got ${found}. Accepted: ${accepted}. Nothing was sent.`,
  );
});

test.each(['2k', 7, true, ['2k'], new Map(), Object.create({ resolution: '2k' })])(
  'options that are no object are refused: %o',
  given => {
    expect(() => readOptions(given)).toThrow(
      /^Invalid providerOptions\.xai: got .* Accepted: a plain object of options\./,
    );
  },
);

test('a ratio may have fractions', () => {
  expect(readOptions({ aspectRatio: '0.5:1' }).options.aspectRatio).toBe('0.5:1');
  expect(readOptions({ aspectRatio: '19.5:9' }).options.aspectRatio).toBe('19.5:9');
});

test.each(['1'.repeat(5000), '1'.repeat(2000) + ':'.repeat(2000), `${'9'.repeat(400)}:1`])(
  'a ratio that would take a careless pattern all day is refused at once',
  aspectRatio => {
    const begun = process.cpuUsage();
    expect(() => readOptions({ aspectRatio })).toThrow("Accepted: 'width:height' or 'auto'");
    expect(process.cpuUsage(begun).user).toBeLessThan(500_000);
  },
);

describe('the schema of the options', () => {
  test('has the type of the options', () => {
    expectTypeOf<z.output<typeof xaiImageOptionsSchema>>().toEqualTypeOf<ReadOptions>();
    expectTypeOf<z.input<typeof xaiImageOptionsSchema>>().toEqualTypeOf<ReadOptions>();
  });

  test('tells a form or a command line what there is, in words', () => {
    const { properties = {}, additionalProperties } = z.toJSONSchema(xaiImageOptionsSchema, { io: 'input' });

    expect(additionalProperties).toBe(false);
    expect(properties).toMatchObject({
      resolution: { enum: ['1k', '1.5k', '2k'] },
      quality: { enum: ['low', 'medium', 'high', 'auto'] },
      deferred: { type: 'boolean' },
      pollIntervalMs: { type: 'number', minimum: 1 },
      images: { type: 'array', items: { type: 'string', minLength: 1 } },
      storage: {
        required: ['filename'],
        properties: { expiresAfter: { type: 'integer', minimum: 3600, maximum: 2_592_000 } },
      },
    });
    for (const property of Object.values(properties)) {
      expect(property).toMatchObject({ description: expect.stringMatching(/\.$/) });
    }
  });
});

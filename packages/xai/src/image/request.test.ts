import { expect, test } from 'vitest';
import { map } from '../test/map.ts';
import { base64, png } from '../test/server.ts';

const prompt = 'A cat in a tree';
const model = 'grok-imagine-image-2.0';

test('a plain call asks for one URL and leaves everything else to the service', () => {
  expect(map({})).toEqual({
    path: '/images/generations',
    body: { model: 'grok-imagine-image', prompt, n: 1, response_format: 'url' },
    uploads: [],
    warnings: [],
  });
});

test('every field of a generation is sent under its name on the wire', () => {
  const options = {
    resolution: '2k',
    quality: 'medium',
    user: 'user-1',
    deferred: true,
    uploadUrls: ['https://bucket.example/1', 'https://bucket.example/2'],
    storage: { filename: 'cat.jpg', expiresAfter: 3600, publicUrl: { expiresAfter: 7200 } },
  };
  expect(map(options, { n: 2, aspectRatio: '21:9' }, model)).toEqual({
    path: '/images/generations',
    body: {
      model,
      prompt,
      n: 2,
      aspect_ratio: '21:9',
      resolution: '2k',
      quality: 'medium',
      response_format: 'url',
      deferred: true,
      output: { upload_urls: ['https://bucket.example/1', 'https://bucket.example/2'] },
      storage_options: { filename: 'cat.jpg', expires_after: 3600, public_url: { expires_after: 7200 } },
      user: 'user-1',
    },
    uploads: [
      { put: 'https://bucket.example/1', get: 'https://bucket.example/1' },
      { put: 'https://bucket.example/2', get: 'https://bucket.example/2' },
    ],
    warnings: [],
  });
});

test('every field of an edit is sent under its name on the wire', () => {
  const options = {
    aspectRatio: '5:2',
    resolution: '1k',
    quality: 'auto',
    user: 'user-1',
    responseFormat: 'b64_json',
    fileIds: ['file_1'],
    storage: { filename: 'cat', publicUrl: true },
  };
  const sources = [{ type: 'bytes' as const, data: png, mediaType: 'image/png' }];
  expect(map(options, { n: 10, sources }, model)).toEqual({
    path: '/images/edits',
    body: {
      model,
      prompt,
      n: 10,
      images: [{ url: `data:image/png;base64,${base64}` }, { file_id: 'file_1' }],
      aspect_ratio: '5:2',
      resolution: '1k',
      quality: 'auto',
      response_format: 'b64_json',
      storage_options: { filename: 'cat', public_url: true },
      user: 'user-1',
    },
    uploads: [],
    warnings: [],
  });
});

test('an edit of one image sends it as image, with an automatic ratio if asked', () => {
  const sources = [{ type: 'url' as const, url: 'https://images.example/cat.webp' }];
  expect(map({ deferred: true }, { sources, aspectRatio: 'auto' })).toEqual({
    path: '/images/edits',
    body: {
      model: 'grok-imagine-image',
      prompt,
      n: 1,
      image: { url: 'https://images.example/cat.webp' },
      aspect_ratio: 'auto',
      response_format: 'url',
      deferred: true,
    },
    uploads: [],
    warnings: [],
  });
});

test.each([
  [
    'Crazyrouter',
    map(
      { resolution: '1k' },
      {
        prompt: 'A tiny yellow cube on a plain white background, minimal product photo',
        aspectRatio: '1:1',
      },
    ),
    {
      model: 'grok-imagine-image',
      prompt: 'A tiny yellow cube on a plain white background, minimal product photo',
      n: 1,
      response_format: 'url',
      aspect_ratio: '1:1',
      resolution: '1k',
    },
  ],
  [
    'Crazyrouter, grok-4-image',
    map({}, { prompt: 'A single red cube on a plain white background, product photo' }, 'grok-4-image'),
    {
      model: 'grok-4-image',
      prompt: 'A single red cube on a plain white background, product photo',
      n: 1,
      response_format: 'url',
    },
  ],
  [
    'agtcloud',
    map({}, {}, 'grok-imagine-image-pro'),
    { model: 'grok-imagine-image-pro', prompt, n: 1, response_format: 'url' },
  ],
  [
    'agtcloud, several images',
    map({}, { n: 2 }),
    { model: 'grok-imagine-image', prompt, n: 2, response_format: 'url' },
  ],
])('the body of the curl example of %s comes out field by field', (_service, { body }, expected) => {
  expect(body).toEqual(expected);
});

test.each([
  [
    'agtcloud, base64',
    map({ responseFormat: 'b64_json' }, {}, 'grok-imagine-image-pro'),
    { model: 'grok-imagine-image-pro', prompt, response_format: 'b64_json' },
  ],
  [
    'agtcloud, aspect ratio',
    map({}, { prompt: 'Mountain landscape at sunrise', aspectRatio: '16:9' }),
    { model: 'grok-imagine-image', prompt: 'Mountain landscape at sunrise', aspect_ratio: '16:9' },
  ],
  [
    'agtcloud, resolution',
    map({ resolution: '2k' }, { prompt: 'Mountain landscape at sunrise' }),
    { model: 'grok-imagine-image', prompt: 'Mountain landscape at sunrise', resolution: '2k' },
  ],
  ['xAI, grok-2-image', map({}, {}, 'grok-2-image'), { model: 'grok-2-image', prompt }],
])(
  'the body of the curl example of %s comes out with the defaults spelled out',
  (_service, request, example) => {
    expect(request.body).toEqual({ n: 1, response_format: 'url', ...example });
  },
);

test.each([
  [false, false],
  [{}, {}],
])('storage takes the public address %o', (publicUrl, expected) => {
  expect(map({ storage: { filename: 'cat.jpg', publicUrl } }).body.storage_options).toEqual({
    filename: 'cat.jpg',
    public_url: expected,
  });
});

test('each part of a split call gets its own share of the upload addresses', () => {
  const uploadUrls = Array.from({ length: 25 }, (_, index) => `https://bucket.example/${index}`);
  const part = (offset: number, n: number) => map({ uploadUrls }, { offset, n, total: 25 }).body.output;
  expect(part(0, 10)).toEqual({ upload_urls: uploadUrls.slice(0, 10) });
  expect(part(10, 10)).toEqual({ upload_urls: uploadUrls.slice(10, 20) });
  expect(part(20, 5)).toEqual({ upload_urls: uploadUrls.slice(20) });
});

test('upload addresses that are not one an image are refused', () => {
  expect(() => map({ uploadUrls: ['https://bucket.example/1'] }, { n: 2 })).toThrow(
    'Invalid providerOptions.xai.uploadUrls: got a list of 1. Accepted: one address an image, 2 in all. Nothing was sent.',
  );
});

test('an edit without a prompt is refused', () => {
  const sources = [{ type: 'url' as const, url: 'https://images.example/cat.webp' }];
  expect(() => map({}, { prompt: undefined, sources })).toThrow(
    'Invalid prompt: got undefined. Accepted: a text; xAI edits need one too. Nothing was sent.',
  );
});

test('more images than one request can ask for are refused', () => {
  expect(() => map({}, { n: 11 })).toThrow('Invalid n: got 11. Accepted: at most 10 in one request.');
});

test('collecting a job cannot be part of a split call, which would collect it several times', () => {
  expect(() => map({ jobId: 'job-1' }, { n: 10, total: 25 })).toThrow(
    'Invalid n: got 25. Accepted: at most 10 with providerOptions.xai.jobId, which collects one job. Nothing was sent.',
  );
});

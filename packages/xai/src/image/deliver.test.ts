import { describe, expect, test } from 'vitest';
import { ContentModerationError, GenerationFailedError, ImageDownloadError } from '../index.ts';
import { imageMetadata, requestMetadata } from '../index.ts';
import { call, errorOf, model, withOptions } from '../test/call.ts';
import { answering, base64, png, startServer } from '../test/server.ts';
import { finish, stopClock } from '../test/time.ts';

const usage = { cost_in_usd_ticks: 1_000_000_000 };

/** The addresses of a test server's images. */
const hosted = (baseURL: string, name: string) => `${baseURL}/image/${name}.png`;

describe('images inside the answer', () => {
  test.each([
    ['bare', base64],
    ['behind a data URL prefix', `data:image/png;base64,${base64}`],
    ['behind a prefix of another type', `data:image/jpeg;base64,${base64}`],
  ])('are delivered: %s', async (_kind, b64_json) => {
    const server = await startServer(answering({ data: [{ b64_json }], usage }));
    const result = await model(server).doGenerate(withOptions({ responseFormat: 'b64_json' }));
    expect(result.images).toEqual([png]);
    expect(result.providerMetadata['xai']?.images).toEqual([
      {
        mediaType: 'image/png',
        width: 3,
        height: 2,
        index: 0,
        requestId: 'request-1',
        model: 'grok-imagine-image',
        costUsd: 0.1,
        costTicks: 1_000_000_000,
      },
    ]);
    expect(server.received).toHaveLength(1);
  });

  test('are read when only addresses were asked for, and the other way round', async () => {
    const server = await startServer(({ path }, _index, baseURL) =>
      path.includes('/image/')
        ? { body: png }
        : { body: { data: [{ b64_json: base64 }, { url: hosted(baseURL, '1'), b64_json: null }] } },
    );
    for (const responseFormat of ['url', 'b64_json']) {
      const { images } = await model(server).doGenerate(withOptions({ responseFormat }, { n: 2 }));
      expect(images).toEqual([png, png]);
    }
  });

  test('that are broken are fetched by their address, if there is one', async () => {
    const server = await startServer(({ path }, _index, baseURL) =>
      path.includes('/image/')
        ? { body: png }
        : { body: { data: [{ b64_json: '****', url: hosted(baseURL, '1') }] } },
    );
    expect((await model(server).doGenerate(call)).images).toEqual([png]);
  });

  test('that are broken and cannot be read where they are stored say where that is', async () => {
    const data = [{ b64_json: '****', file_output: { file_id: 'file_1' } }];
    const server = await startServer(({ path }) =>
      path.endsWith('/files/file_1/content') ? { status: 404, body: {} } : { body: { data, usage } },
    );
    stopClock();
    const error = await errorOf(finish(model(server).doGenerate(call)));
    expect(error.message).toContain(
      " It is stored: grok.files.content('file_1') fetches it. Sending the request again would be billed again.",
    );
    expect(server.received).toHaveLength(7);
  });

  test('that are broken and have no address are a paid loss that says so', async () => {
    const server = await startServer(answering({ data: [{ b64_json: '****' }], usage }));
    const error = await errorOf(model(server).doGenerate(call));
    expect(ImageDownloadError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message:
        'Failed to fetch 1 paid image: Failed to read an image: its base64 is broken. The answer itself carried it, so there is nothing to fetch again. Sending the request again would be billed again.',
      cost: { usd: 0.1 },
      urls: [],
      requestId: 'request-1',
    });
  });

  test('that are no image are never delivered, but their siblings are', async () => {
    const svg = Buffer.from('<svg/>').toString('base64');
    const server = await startServer(answering({ data: [{ b64_json: svg }, { b64_json: base64 }] }));
    const { images, warnings } = await model(server).doGenerate({ ...call, n: 2 });
    expect(images).toEqual([png]);
    expect(warnings).toEqual([{ type: 'other', message: expect.stringContaining('its 6 bytes are an SVG') }]);
  });
});

test('everything that came back reaches the caller', async () => {
  const server = await startServer(({ path }, _index, baseURL) =>
    path.includes('/image/')
      ? { body: png }
      : {
          body: {
            created: 1_776_527_939,
            model: 'grok-imagine-image-2.0',
            data: [
              {
                url: hosted(baseURL, '1'),
                mime_type: 'image/webp',
                revised_prompt: 'A gray cat',
                file_output: {
                  file_id: 'file_1',
                  filename: 'cat.png',
                  expires_at: 1_776_531_539,
                  public_url: 'https://files-cdn.x.ai/1',
                  public_url_expires_at: 1_776_529_739,
                },
              },
            ],
            usage: { cost_in_usd_ticks: 400_000_000, input_tokens: 7, output_tokens: 9, total_tokens: 16 },
          },
        },
  );
  const result = await model(server, {}, 'grok-imagine-image-quality').doGenerate(call);
  const [image] = result.providerMetadata['xai']?.images ?? [];
  expect(image).toEqual({
    mediaType: 'image/png',
    width: 3,
    height: 2,
    index: 0,
    revisedPrompt: 'A gray cat',
    url: hosted(server.baseURL, '1'),
    requestId: 'request-1',
    model: 'grok-imagine-image-2.0',
    costUsd: 0.04,
    costTicks: 400_000_000,
    fileId: 'file_1',
    filename: 'cat.png',
    expiresAt: '2026-04-18T16:58:59.000Z',
    publicUrl: 'https://files-cdn.x.ai/1',
    publicUrlExpiresAt: '2026-04-18T16:28:59.000Z',
  });
  expect(result.providerMetadata['xai']?.requests).toEqual([
    {
      requestId: 'request-1',
      model: 'grok-imagine-image-2.0',
      requested: 1,
      delivered: 1,
      costUsd: 0.04,
      costTicks: 400_000_000,
      usage: { inputTokens: 7, outputTokens: 9, totalTokens: 16 },
    },
  ]);
  expect(result.usage).toEqual({ inputTokens: 7, outputTokens: 9, totalTokens: 16 });
  expect(result.response).toMatchObject({
    modelId: 'grok-imagine-image-2.0',
    headers: { 'x-request-id': 'request-1' },
    providerMetadata: result.providerMetadata,
  });
});

test('a service that says little costs no image: no usage, no model, no ids', async () => {
  const server = await startServer(
    answering({ data: [{ b64_json: base64, revised_prompt: '' }] }, { headers: { 'x-request-id': '' } }),
  );
  const result = await model(server).doGenerate(call);
  expect(result.providerMetadata['xai']?.images).toEqual([
    { mediaType: 'image/png', width: 3, height: 2, index: 0, model: 'grok-imagine-image' },
  ]);
  expect(result).not.toHaveProperty('usage');
  expect(result.warnings).toEqual([]);
});

test.each([
  [1_000_000_000, [333_333_334, 333_333_333, 333_333_333]],
  [200_000_001.7, [66_666_668, 66_666_667, 66_666_667]],
  [0, [0, 0, 0]],
])('the shares of %d ticks add up to it', async (cost_in_usd_ticks, shares) => {
  const data = Array.from({ length: 3 }, () => ({ b64_json: base64 }));
  const server = await startServer(answering({ data, usage: { cost_in_usd_ticks } }));
  const { providerMetadata } = await model(server).doGenerate({ ...call, n: 3 });
  expect(providerMetadata['xai']?.images.map(image => image['costTicks'])).toEqual(shares);
  expect(providerMetadata['xai']?.requests[0]?.['costTicks']).toBe(Math.round(cost_in_usd_ticks));
});

describe('fewer images than asked', () => {
  test('are named one by one, each with its reason and where it is', async () => {
    const server = await startServer(({ path }, _index, baseURL) => {
      const data = [
        { respect_moderation: false },
        { url: hosted(baseURL, '1'), file_output: { file_id: 'file_1' } },
        { b64_json: base64 },
      ];
      return path.endsWith('/generations') ? { body: { data } } : { body: '<html>' };
    });
    stopClock();
    const result = await finish(model(server).doGenerate({ ...call, n: 4 }));
    expect(imageMetadata(result).map(({ index }) => index)).toEqual([2]);
    const read = requestMetadata({ responses: [result.response] });
    expect(read.map(({ missing }) => missing)).toEqual([
      [
        { index: 0, reason: 'refused by the content policy' },
        {
          index: 1,
          reason: expect.stringContaining('its 6 bytes are text and no image'),
          url: hosted(server.baseURL, '1'),
          fileId: 'file_1',
        },
        { index: 3, reason: 'did not come back' },
      ],
    ]);
  });

  test('are delivered, with the bill shared among them and a warning', async () => {
    const data = [{ b64_json: base64 }, {}, { url: null, respect_moderation: false }];
    const server = await startServer(answering({ data, usage }));
    const result = await model(server).doGenerate({ ...call, n: 4 });
    expect(result.images).toEqual([png]);
    expect(result.warnings).toEqual([
      {
        type: 'other',
        message:
          'Of 4 images, 1 refused by the content policy, 1 came without an image, 1 did not come back. The request was billed 0.1 USD in all.',
      },
    ]);
    expect(result.providerMetadata['xai']).toMatchObject({
      images: [{ costTicks: 1_000_000_000 }],
      requests: [{ requested: 4, delivered: 1, refused: 1, costTicks: 1_000_000_000 }],
    });
  });

  test('never include the placeholder of a refused one', async () => {
    const data = [
      { b64_json: base64, respect_moderation: false },
      { b64_json: base64, respect_moderation: true },
    ];
    const server = await startServer(answering({ data }));
    const { images, warnings } = await model(server).doGenerate({ ...call, n: 2 });
    expect(images).toHaveLength(1);
    expect(warnings).toEqual([
      {
        type: 'other',
        message: 'Of 2 images, 1 refused by the content policy. xAI did not say how many were billed.',
      },
    ]);
  });
});

describe('no image at all', () => {
  test('is an error with what it cost, and one request', async () => {
    const server = await startServer(answering({ data: [{}], usage }));
    const error = await errorOf(model(server).doGenerate(call));
    expect(GenerationFailedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message:
        'Failed to make an image with grok-imagine-image: xAI answered without an image. 0.1 USD were billed. Sending the request again may be billed again.',
      cost: { usd: 0.1 },
      requestId: 'request-1',
    });
    expect(server.received).toHaveLength(1);
  });

  test('is a refusal as soon as one of them is', async () => {
    const server = await startServer(answering({ data: [{}, { respect_moderation: false }], usage }));
    const error = await errorOf(model(server).doGenerate({ ...call, n: 2 }));
    expect(ContentModerationError.isInstance(error)).toBe(true);
  });

  test.each([{ data: null, usage }, { data: 'a string', usage }, { images: [] }])(
    'is an unknown outcome when the answer cannot be understood: %o',
    async body => {
      const server = await startServer(answering(body));
      const error = await errorOf(model(server).doGenerate(call));
      expect(error).toMatchObject({
        message:
          'Failed to make an image with grok-imagine-image: the answer (HTTP 200) could not be understood: it has neither a list of images nor the id of a deferred job. The request may have been carried out and billed. Look at the usage log of the service at baseURL before you send it again.',
        isRetryable: false,
        responseBody: JSON.stringify(body),
      });
    },
  );
});

describe('storage', () => {
  test.each([
    [{ storage_error: 'Quota exceeded.' }, 'An image was made but not stored: Quota exceeded.'],
    [
      { file_output: { file_id: 'file_1', public_url_error: 'Too many.' } },
      'An image was stored, but without a public address: Too many.',
    ],
  ])('that failed is a warning and loses no image: %o', async (fields, message) => {
    const server = await startServer(answering({ data: [{ b64_json: base64, ...fields }] }));
    const result = await model(server).doGenerate(withOptions({ storage: { filename: 'cat.png' } }));
    expect(result.images).toEqual([png]);
    expect(result.warnings).toEqual([{ type: 'other', message }]);
    expect(result.providerMetadata['xai']?.images[0]).toHaveProperty('storageError');
  });
});

test('more images than asked are delivered, with a warning', async () => {
  const data = [1, 2, 3].map(() => ({ b64_json: base64 }));
  const server = await startServer(answering({ data, usage: { cost_in_usd_ticks: 6e8 } }));
  const { images, warnings } = await model(server).doGenerate(call);
  expect(images).toHaveLength(3);
  expect(warnings).toMatchObject([
    { message: '3 images came, 1 were asked for. The request was billed 0.06 USD in all.' },
  ]);
});

test.each([
  ['grok-imagine-image-2.0', 'grok-imagine-image', ['modelId']],
  ['grok-imagine-image', 'grok-imagine-image-quality', ['modelId']],
  ['grok-imagine-image-2026-03-02', 'grok-imagine-image', []],
  ['grok-imagine-image-2.0', 'grok-imagine-image-3.0', []],
])('%s that was asked for and %s that the service names differ in %j', async (asked, made, features) => {
  const server = await startServer(answering({ model: made, data: [{ b64_json: base64 }] }));
  const { warnings } = await model(server, {}, asked).doGenerate(call);
  expect(warnings.map(warning => 'feature' in warning && warning.feature)).toEqual(features);
});

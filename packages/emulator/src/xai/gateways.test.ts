import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEmulator, type RunningEmulator, startEmulator } from '../emulator.ts';
import { inspectImage } from '../picture/inspect.ts';
import { type Client, createClient } from '../../test/client.ts';

const generations = '/images/generations';
const prompt = 'A cat in a tree';
const requestId = String.raw`\(request id: [0-9a-f-]{36}\)`;

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function sizeOf(url: string | null | undefined): Promise<object | undefined> {
  return inspectImage(new Uint8Array(await (await fetch(url ?? '')).arrayBuffer()));
}

test('without a socket, gateways answer for their real hosts', async () => {
  const local = createEmulator();
  expect(local.crazyrouter.baseURL).toBe('https://crazyrouter.com/v1');
  expect(local.agtcloud.baseURL).toBe('https://api-cs-al.naci-tech.com/v1');
  const { data } = await createClient(local.agtcloud, local.fetch).images(generations, {
    prompt,
    model: 'grok-imagine-image',
  });
  expect(data[0]?.url).toMatch(/^https:\/\/api-cs-al\.naci-tech\.com\/xai-imgen\//);
  expect((await local.fetch(data[0]?.url ?? '')).status).toBe(200);
});

describe('crazyrouter', () => {
  let client: Client;
  beforeAll(() => {
    client = createClient(emulator.crazyrouter);
  });
  const imagine = { prompt, model: 'grok-imagine-image' };
  const grok4 = { prompt, model: 'grok-4-image' };

  test('answers as its page shows: created, url, mime_type, revised_prompt', async () => {
    const reply = await client.post(generations, {
      ...imagine,
      n: 1,
      response_format: 'url',
      aspect_ratio: '16:9',
      resolution: '1k',
    });
    expect(reply.body).toEqual({
      created: expect.any(Number),
      data: [
        {
          url: expect.stringContaining(`${emulator.url}/crazyrouter/`),
          mime_type: 'image/jpeg',
          revised_prompt: expect.stringContaining(prompt),
        },
      ],
    });
    expect(reply.headers.has('x-zero-data-retention')).toBe(false);
  });

  test('charges two cents for grok-imagine-image and honours what is asked for', async () => {
    const { data } = await client.images(generations, { ...imagine, n: 3, aspect_ratio: '16:9' });
    expect(data).toHaveLength(3);
    expect(await sizeOf(data[0]?.url)).toMatchObject({ width: 1280, height: 720 });
    expect(emulator.ledger).toMatchObject([
      { backend: 'crazyrouter', images: 3, cost: 600_000_000, unit: 'ticks' },
    ]);
  });

  test('grok-4-image gives one square image at 1k by URL and bills what was asked for', async () => {
    const { data } = await client.images(generations, {
      ...grok4,
      n: 2,
      response_format: 'b64_json',
      aspect_ratio: '16:9',
      resolution: '2k',
    });
    expect(data).toEqual([expect.not.objectContaining({ b64_json: expect.anything() })]);
    expect(await sizeOf(data[0]?.url)).toMatchObject({ width: 1024, height: 1024 });
    expect(emulator.ledger).toMatchObject([
      { model: 'grok-4-image', images: 2, cost: 880_000_000, delivered: 1 },
    ]);
  });

  test('grok-4-image bills one image once it is narrowed to one', async () => {
    const clamped = createEmulator({ clampImages: true });
    const { data } = await createClient(clamped.crazyrouter, clamped.fetch).images(generations, {
      ...grok4,
      n: 2,
    });
    expect(data).toHaveLength(1);
    expect(clamped.ledger).toMatchObject([{ images: 1, cost: 440_000_000 }]);
  });

  test.each(['size', 'style', 'quality'])('%s is refused by name, unbilled', async field => {
    const reply = await client.post(generations, { ...imagine, [field]: field === 'quality' ? 'low' : 'x' });
    expect(reply).toMatchObject({
      status: 400,
      body: {
        error: {
          message: expect.stringMatching(new RegExp(`^Argument not supported: ${field} ${requestId}$`)),
          type: 'upstream_error',
          param: '',
          code: 'bad_response_status_code',
        },
      },
    });
    expect(emulator.ledger).toEqual([]);
  });

  test.each([
    ['a model it does not have', { model: 'grok-5-image' }, 503, 'model_not_found', 'new_api_error'],
    [
      'a model without a price',
      { model: 'grok-imagine-image-2.0' },
      400,
      'model_price_error',
      'new_api_error',
    ],
    ['no model', { model: undefined }, 400, '', 'new_api_error'],
    ['n beyond ten', { n: 11 }, 400, 'bad_response_status_code', 'upstream_error'],
    ['an unknown ratio', { aspect_ratio: '21:9' }, 422, 'bad_response_status_code', 'upstream_error'],
    ['moderation', { prompt: 'A cat #refuse' }, 400, 'bad_response_status_code', 'upstream_error'],
  ])('%s is an error in the shape of new-api', async (_name, fields, status, code, type) => {
    expect(await client.post(generations, { ...imagine, ...fields })).toMatchObject({
      status,
      body: { error: { message: expect.stringMatching(new RegExp(requestId)), type, param: '', code } },
    });
  });

  test.each([
    ['a wrong key', 'Bearer sk-invalid', 'Invalid token'],
    ['a foreign key', 'Bearer xai-abc', 'Invalid token'],
    ['no key', '', 'Token not provided'],
  ])('%s is a 401 before the body is read', async (_name, authorization, message) => {
    const reply = await client.post(generations, '{', { authorization });
    expect(reply).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringContaining(message), type: 'new_api_error', code: '' } },
    });
  });

  test('lists its models', async () => {
    expect((await client.get('/models')).body).toMatchObject({
      object: 'list',
      data: [
        { id: 'grok-imagine-image', object: 'model' },
        { id: 'grok-4-image', object: 'model' },
      ],
    });
  });

  test.each(['/images/edits', '/files', '/batches'])('has no %s', async path => {
    expect(
      await client.post(path, { ...imagine, image: { url: 'https://images.example/cat.png' } }),
    ).toMatchObject({
      status: 404,
      body: {
        error: {
          message: `Invalid URL (POST /v1${path})`,
          type: 'invalid_request_error',
          param: '',
          code: '',
        },
      },
    });
    expect((await client.get('/images/some-id')).status).toBe(404);
  });

  test('drops what it does not know: deferred, storage, uploads', async () => {
    const { data } = await client.images(generations, {
      ...imagine,
      deferred: true,
      storage_options: { filename: 'cat.jpeg' },
      output: { upload_urls: ['https://bucket.example/1'] },
    });
    expect(data).toEqual([expect.not.objectContaining({ file_output: expect.anything() })]);
  });

  test.each([
    [429, { error: { type: 'upstream_error', message: expect.stringContaining('Too many requests') } }],
    [502, expect.stringContaining('<html>')],
    [503, { error: { code: 'bad_response_status_code' } }],
  ])('a scripted %i has the body that the gateway gives it', async (status, body) => {
    emulator.script({ backend: 'crazyrouter', status });
    expect(await client.post(generations, imagine)).toMatchObject({ status, body });
  });

  test('has no limit of its own', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => client.post(generations, imagine)));
    expect(replies.map(reply => reply.status)).toEqual(Array.from({ length: 8 }, () => 200));
  });
});

describe('agtcloud', () => {
  let client: Client;
  beforeAll(() => {
    client = createClient(emulator.agtcloud);
  });
  const pro = { prompt, model: 'grok-imagine-image-pro' };

  test('answers with created and bare URLs', async () => {
    const reply = await client.post(generations, { ...pro, n: 2, response_format: 'url', user: 'someone' });
    expect(reply.body).toEqual({
      created: expect.any(Number),
      data: [{ url: expect.any(String) }, { url: expect.any(String) }],
    });
    expect(emulator.ledger).toMatchObject([
      { backend: 'agtcloud', model: 'grok-imagine-image-pro', images: 2, cost: 800_000_000, unit: 'ticks' },
    ]);
  });

  test('answers with base64 on request, of a JPEG of the size asked for', async () => {
    const { data } = await client.images(generations, {
      ...pro,
      response_format: 'b64_json',
      aspect_ratio: '9:20',
      resolution: '2k',
    });
    expect(Object.keys(data[0] ?? {})).toEqual(['b64_json']);
    const bytes = new Uint8Array(Buffer.from(data[0]?.b64_json ?? '', 'base64'));
    expect(await inspectImage(bytes)).toEqual({ type: 'image/jpeg', width: 1440, height: 3200 });
  });

  test.each([
    ['21:9', { aspect_ratio: '21:9' }],
    ['5:2', { aspect_ratio: '5:2' }],
    ['1.5k', { resolution: '1.5k' }],
  ])('does not know %s', async (word, fields) => {
    expect(await client.post(generations, { ...pro, ...fields })).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining(`unknown variant \`${word}\``) } },
    });
  });

  test('a wrong key is a 401 in the shape of OpenAI', async () => {
    const reply = await client.post(generations, pro, { authorization: 'Bearer invalid-key' });
    expect(reply).toMatchObject({
      status: 401,
      body: { error: { type: 'invalid_request_error', param: '', code: 'invalid_api_key' } },
    });
  });

  test('has no edits and no list of models', async () => {
    expect((await client.post('/images/edits', pro)).status).toBe(404);
    expect((await client.get('/models')).status).toBe(404);
  });
});

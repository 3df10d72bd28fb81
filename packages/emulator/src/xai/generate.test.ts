import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEmulator, type RunningEmulator, startEmulator } from '../emulator.ts';
import { inspectImage } from '../picture/inspect.ts';
import { type Client, createClient } from '../../test/client.ts';

const generations = '/images/generations';
const edits = '/images/edits';
const prompt = 'A cat in a tree';

let emulator: RunningEmulator;
let client: Client;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false });
  client = createClient(emulator.xai);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function download(url: string | null | undefined): Promise<Uint8Array> {
  const response = await fetch(url ?? '');
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

describe('an answer', () => {
  test('has one URL on the API’s own origin for each image', async () => {
    const { data, model } = await client.images(generations, { prompt, n: 3 });
    expect(model).toBe('grok-imagine-image');
    expect(data).toHaveLength(3);
    expect(new Set(data.map(item => item.url)).size).toBe(3);
    for (const item of data) {
      expect(item).toMatchObject({
        mime_type: 'image/jpeg',
        revised_prompt: expect.stringContaining(prompt),
      });
      expect(item.url).toMatch(
        new RegExp(`^${emulator.url}/xai/xai-imgen/xai-tmp-imgen-[0-9a-f-]{36}\\.jpeg$`),
      );
    }
  });

  test('has bare base64 on request, of the same picture as the URL', async () => {
    const byUrl = await client.images(generations, { prompt, aspect_ratio: '1:1' });
    const inline = await client.images(generations, {
      prompt,
      aspect_ratio: '1:1',
      response_format: 'b64_json',
    });
    const bytes = new Uint8Array(Buffer.from(inline.data[0]?.b64_json ?? '', 'base64'));
    expect(bytes).toEqual(await download(byUrl.data[0]?.url));
    expect(await inspectImage(bytes)).toEqual({ type: 'image/jpeg', width: 1024, height: 1024 });
  });

  test('leaves revised prompts out, and gives PNG, if told so', async () => {
    const other = await startEmulator({ revisedPrompts: false, images: { format: 'png' } });
    const { data } = await createClient(other.xai).images(generations, { prompt, aspect_ratio: '2:1' });
    expect(data[0]).not.toHaveProperty('revised_prompt');
    expect(data[0]?.url).toMatch(/\.png$/);
    expect(await inspectImage(await download(data[0]?.url))).toEqual({
      type: 'image/png',
      width: 1408,
      height: 704,
    });
    await other.close();
  });

  test('names the model that served a retired id', async () => {
    const { model } = await client.images(generations, { prompt, model: 'grok-imagine-image-pro' });
    expect(model).toBe('grok-imagine-image-2.0');
  });
});

describe('an edit', () => {
  const landscape = { aspect_ratio: '20:9' };

  test('follows the shape of its one source, whatever ratio is asked for', async () => {
    const { data } = await client.images(generations, { prompt, ...landscape });
    const edit = await client.images(edits, {
      prompt: 'Night',
      image: { url: data[0]?.url, type: 'image_url' },
      aspect_ratio: '1:1',
    });
    expect(await inspectImage(await download(edit.data[0]?.url))).toMatchObject({ width: 1600, height: 720 });
  });

  test('of several sources follows the first, or the ratio', async () => {
    const { data } = await client.images(generations, {
      prompt,
      n: 2,
      ...landscape,
      response_format: 'b64_json',
    });
    const images = data.map(item => ({ image_url: `data:image/jpeg;base64,${item.b64_json}` }));
    const followed = await client.images(edits, { prompt: 'Together', images });
    const overridden = await client.images(edits, { prompt: 'Together', images, aspect_ratio: '1:1' });
    expect(await inspectImage(await download(followed.data[0]?.url))).toMatchObject({
      width: 1600,
      height: 720,
    });
    expect(await inspectImage(await download(overridden.data[0]?.url))).toMatchObject({
      width: 1024,
      height: 1024,
    });
  });

  test.each([
    ['an SVG', 'data:image/svg+xml;base64,PHN2Zy8+', 'data URI'],
    ['an undeclared type', 'data:application/octet-stream;base64,/9j/', 'data URI'],
    ['broken bytes', 'data:image/jpeg;base64,/9j/4AAQ', 'Unsupported or invalid image'],
    ['an unreachable host', 'http://127.0.0.1:1/cat.png', 'Failed to fetch image'],
    ['another scheme', 'ftp://images.example/cat.png', 'http(s)'],
  ])('refuses %s before it is billed', async (_name, url, words) => {
    expect(await client.post(edits, { prompt, image: { url } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-argument', error: expect.stringContaining(words) },
    });
    expect(emulator.ledger).toEqual([]);
  });
});

test('a source of its own that has expired is refused, and asked of nobody', async () => {
  const inProcess = createEmulator({ fetch: () => expect.unreachable() });
  const url = 'https://imgen.x.ai/xai-imgen/xai-tmp-imgen-00000000-0000-4000-8000-000000000000.jpeg';
  expect(
    await createClient(inProcess.xai, inProcess.fetch).post(edits, { prompt, image: { url } }),
  ).toMatchObject({ status: 400, body: { error: 'Failed to fetch image from URL: status 404.' } });
});

describe('a source on another host', () => {
  const requests: (string | undefined)[] = [];
  let picture = Buffer.alloc(0);
  const host = createServer((request, response) => {
    requests.push(request.headers['user-agent']);
    response.writeHead(request.url === '/missing' ? 404 : 200).end(request.url === '/big' ? tooBig : picture);
  });
  const tooBig = Buffer.alloc(10 * 1024 * 1024 + 1);
  let origin = '';

  beforeAll(async () => {
    await once(host.listen(0, '127.0.0.1'), 'listening');
    const address = host.address();
    origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => void host.close());

  test('is fetched under the name of the service', async () => {
    const { data } = await client.images(generations, {
      prompt,
      aspect_ratio: '2:1',
      response_format: 'b64_json',
    });
    picture = Buffer.from(data[0]?.b64_json ?? '', 'base64');
    const edit = await client.images(edits, { prompt: 'Night', image: { url: `${origin}/cat.jpeg` } });
    expect(await inspectImage(await download(edit.data[0]?.url))).toMatchObject({ width: 1408, height: 704 });
    expect(requests).toEqual(['XaiImageApiFetch/1.0']);
  });

  test.each([
    ['/missing', 'status 404'],
    ['/big', 'maximum size of 10485760 bytes'],
  ])('that answers wrongly at %s fails the request, unbilled', async (path, words) => {
    expect(await client.post(edits, { prompt, image: { url: origin + path } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-argument', error: expect.stringContaining(words) },
    });
    expect(emulator.ledger).toEqual([]);
  });
});

describe('the price', () => {
  test.each([
    [{}, 200_000_000],
    [{ n: 10, resolution: '2k' }, 2_000_000_000],
    [{ model: 'grok-imagine-image-2.0' }, 400_000_000],
    [{ model: 'grok-imagine-image-2.0', quality: 'medium', resolution: '2k', n: 2 }, 1_600_000_000],
    [{ model: 'grok-imagine-image-quality', quality: 'medium' }, 400_000_000],
    [{ model: 'grok-imagine-image-2026-03-02' }, 200_000_000],
  ])('of the generation %o is %i ticks', async (fields, ticks) => {
    const { usage } = await client.images(generations, { prompt, ...fields });
    expect(usage).toEqual({ cost_in_usd_ticks: ticks });
    expect(emulator.ledger).toMatchObject([{ cost: ticks, unit: 'ticks' }]);
  });

  test('of an edit counts the inputs once, at medium quality by default', async () => {
    const { data } = await client.images(generations, { prompt });
    const image = { url: data[0]?.url };
    const model = 'grok-imagine-image-2.0';
    const { usage } = await client.images(edits, { prompt, images: [image, image], n: 3, model });
    expect(usage.cost_in_usd_ticks).toBe(3 * 600_000_000 + 2 * 100_000_000);
  });
});

describe('the ledger', () => {
  test('counts an image as delivered when its bytes were fetched, once', async () => {
    const { data } = await client.images(generations, { prompt, n: 2 });
    expect(emulator.ledger).toMatchObject([{ backend: 'xai', images: 2, delivered: 0 }]);
    await download(data[1]?.url);
    await download(data[1]?.url);
    expect(emulator.ledger).toMatchObject([{ delivered: 1, apiKey: emulator.xai.apiKey }]);
  });

  test('counts inline images as delivered, unless the answer is lost', async () => {
    await client.images(generations, { prompt, n: 2, response_format: 'b64_json' });
    emulator.script({ backend: 'xai', reset: 'after' });
    await expect(client.post(generations, { prompt, response_format: 'b64_json' })).rejects.toThrow(
      'fetch failed',
    );
    expect(emulator.ledger).toMatchObject([{ delivered: 2 }, { images: 1, delivered: 0 }]);
  });

  test('knows the request by the id that was answered', async () => {
    const reply = await client.post(generations, { prompt });
    expect(emulator.ledger[0]?.requestId).toBe(reply.headers.get('x-request-id'));
    expect(emulator.requests[0]).toMatchObject({
      role: 'submit',
      path: '/v1/images/generations',
      body: { prompt },
      status: 200,
      headers: { authorization: `Bearer ${emulator.xai.apiKey}` },
    });
  });
});

test('image URLs expire', async () => {
  let now = 1_800_000_000_000;
  const other = await startEmulator({ urlLifetimeMs: 60_000, now: () => now });
  const { data } = await createClient(other.xai).images(generations, { prompt });
  await download(data[0]?.url);
  now += 60_000;
  expect((await fetch(data[0]?.url ?? '')).status).toBe(404);
  await other.close();
});

test('the catalogue lists what can be used, with prices in ticks', async () => {
  expect(await client.get('/image-generation-models')).toMatchObject({
    body: {
      models: [
        { id: 'grok-imagine-image', image_price: 200_000_000, max_prompt_length: 16_000 },
        {
          id: 'grok-imagine-image-2.0',
          aliases: expect.arrayContaining(['grok-imagine-image-pro']),
          pricing: expect.arrayContaining([
            { quality: 'medium', resolution: '2k', price_per_image: 800_000_000 },
          ]),
        },
      ],
    },
  });
  expect(await client.get('/models/grok-imagine-image')).toMatchObject({
    status: 200,
    body: { object: 'model' },
  });
  expect(await client.get('/image-generation-models/nope')).toMatchObject({ status: 404 });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { call } from './test/backend.ts';
import { images } from './test/images.ts';
import { createPixel } from './test/page-backend.ts';
import { json, startServer } from './test/server.ts';
import { passSlowly, stopClock } from './test/time.ts';

const options = {
  ...call,
  size: undefined,
  aspectRatio: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};

/** The service of that page, which loses one of its images. */
async function startPixel() {
  const server = await startServer((response, { path, body }) => {
    if (path !== '/v1/images') {
      response.writeHead(path === '/2.jpg' ? 404 : 200).end(path === '/2.jpg' ? '' : images.jpeg);
      return;
    }
    const { n }: { n: number } = JSON.parse(body);
    const urls = Array.from({ length: n }, (_, index) => ({
      url: `${server.url}/${index}.jpg`,
      revised_prompt: 'A cat',
    }));
    json(response, 200, { id: `request-of-${n}`, images: urls, cents: 10 });
  });
  return server;
}

describe('the backend of the page that shows how to write one', () => {
  it('stands in it word by word', async () => {
    const [page, source] = await Promise.all([
      readFile(new URL('../../../docs/backends.md', import.meta.url), 'utf8'),
      readFile(new URL('test/page-backend.ts', import.meta.url), 'utf8'),
    ]);

    expect(page).toContain(source.trim());
  });

  it('delivers what came, with its metadata, and warns of the rest', async () => {
    const { url, received } = await startPixel();
    const model = createPixel({ apiKey: 'key', baseURL: `${url}/v1` }).image('pixel-1');

    stopClock();
    const result = await passSlowly(model.doGenerate({ ...options, n: 6, size: '1600x900' }));

    const posts = received
      .filter(({ method }) => method === 'POST')
      .map(({ body }): unknown => JSON.parse(body));
    expect(posts).toEqual([
      { model: 'pixel-1', prompt: 'A cat in a tree', n: 4, ratio: '16:9', resolution: '1k' },
      { model: 'pixel-1', prompt: 'A cat in a tree', n: 2, ratio: '16:9', resolution: '1k' },
    ]);
    expect(result.images).toHaveLength(5);
    expect(result.providerMetadata['pixel']?.images.map(image => image['cents'])).toEqual([4, 3, 3, 5, 5]);
    expect(result.providerMetadata['pixel']?.requests).toEqual([
      { requestId: 'request-of-4', cents: 10 },
      { requestId: 'request-of-2', cents: 10 },
    ]);
    expect(result.warnings).toMatchObject([
      { feature: 'size' },
      { message: expect.stringContaining(`It may still be at ${url}/2.jpg`) },
    ]);
  });

  it('refuses what is wrong before it sends anything', async () => {
    const { url, received } = await startPixel();
    const model = createPixel({ apiKey: 'key', baseURL: `${url}/v1` }).image('pixel-1');

    await expect(model.doGenerate({ ...options, aspectRatio: '9:16' })).rejects.toThrow(
      'Invalid aspectRatio',
    );
    await expect(
      model.doGenerate({ ...options, providerOptions: { pixel: { resolutoin: '2k' } } }),
    ).rejects.toThrow('resolution (did you mean that?)');
    await expect(createPixel({ apiKey: ' ' }).image('pixel-1').doGenerate(options)).rejects.toThrow(
      'PIXEL_KEY',
    );
    expect(received).toEqual([]);
  });
});

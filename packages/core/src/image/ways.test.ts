import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { images } from '../test/images.ts';
import { startServer, type Answer } from '../test/server.ts';
import { passSlowly, stopClock } from '../test/time.ts';
import { downloadImage, fetchByWays } from './download.ts';
import type { DownloadSettings } from './fetch-image.ts';

const jpeg = { mediaType: 'image/jpeg', width: 16, height: 9 };
const sendJpeg: Answer = response => response.end(images.jpeg);

function settings(baseURL: string, changes: Partial<DownloadSettings> = {}): DownloadSettings {
  return { baseURL: `${baseURL}/v1`, fetch: undefined, abortSignal: undefined, ...changes };
}

function redirectTo(location: string): Answer {
  return response => response.writeHead(302, { location }).end();
}

const way = (url: string) => ({ find: () => url });

describe('several ways to an image', () => {
  it.each<[string, Answer]>([
    ['is dead', response => response.destroy()],
    ['refuses', response => response.writeHead(403).end()],
    ['asks to wait for an hour', response => response.writeHead(503, { 'retry-after': '3600' }).end()],
    ['has a page', response => response.end('<html>')],
  ])('are tried at once when the first one %s', async (_, fail) => {
    const { url } = await startServer((response, entry, index) =>
      (entry.path === '/dead.jpg' ? fail : sendJpeg)(response, entry, index),
    );

    const served = await fetchByWays([way(`${url}/dead.jpg`), way(`${url}/2.jpg`)], settings(url));

    expect(served).toEqual({ image: { data: images.jpeg, info: jpeg }, url: `${url}/2.jpg` });
  });

  it('are tried when the first one stands still', async () => {
    stopClock();
    const { url } = await startServer((response, entry, index) =>
      entry.path === '/dead.jpg' ? undefined : sendJpeg(response, entry, index),
    );

    const served = await passSlowly(
      fetchByWays([way(`${url}/dead.jpg`), way(`${url}/2.jpg`)], settings(url)),
    );

    expect(served.url).toBe(`${url}/2.jpg`);
    expect(Date.now()).toBeLessThan(21_000);
  });

  it('are asked for their address before every attempt', async () => {
    stopClock();
    const { url } = await startServer((response, entry, index) =>
      entry.path === '/2.jpg' ? sendJpeg(response, entry, index) : response.writeHead(503).end(),
    );
    let looks = 0;
    const find = () => `${url}/${looks++}.jpg`;

    expect((await passSlowly(fetchByWays([{ find }], settings(url)))).url).toBe(`${url}/2.jpg`);
  });

  it('end in one error that says what was wrong with each', async () => {
    const { url } = await startServer((response, { path }) =>
      path === '/1.jpg' ? response.end('<html>') : response.writeHead(410).end(),
    );
    stopClock();

    const failing = errorOf(fetchByWays([way(`${url}/0.jpg`), way(`${url}/1.jpg`)], settings(url)));
    const error = await passSlowly(failing);

    expect(error.message).toMatch(/the server answered HTTP 410\. .*its 6 bytes are text and no image\.$/);
    expect(error.cause).toHaveProperty('bytes', new TextEncoder().encode('<html>'));
  });
});

describe('an origin that the caller trusts', () => {
  it('may be plain http and private, also behind a redirect, and gets no credentials', async () => {
    const storage = await startServer(sendJpeg);
    const api = await startServer(redirectTo(`${storage.url}/cat.jpg`));
    const trusting = settings(api.url, {
      imageOrigins: [storage.url],
      headers: { authorization: 'Bearer secret' },
    });

    expect((await downloadImage(`${storage.url}/cat.jpg`, trusting)).info).toEqual(jpeg);
    expect((await downloadImage(`${api.url}/cat.jpg`, trusting)).info).toEqual(jpeg);
    expect(api.received[0]?.headers).toHaveProperty('authorization', 'Bearer secret');
    expect(storage.received.some(({ headers }) => 'authorization' in headers)).toBe(false);
  });

  it('is left when it sends a request to and fro', async () => {
    let other = '';
    const api = await startServer((...answer) => redirectTo(`${other}/there`)(...answer));
    const storage = await startServer(redirectTo(`${api.url}/back`));
    other = storage.url;
    const trusting = settings(api.url, { imageOrigins: [storage.url] });

    const error = await errorOf(downloadImage(`${api.url}/cat.jpg`, trusting));

    expect(error.message).toContain('more than 10 redirects between trusted origins');
    expect(api.received.length + storage.received.length).toBe(11);
  });

  it('is named where it is missing', async () => {
    const { url } = await startServer(sendJpeg);
    const error = await errorOf(downloadImage(url, settings('https://api.test', { imageOrigins: [] })));
    expect(error.message).toContain(`put ${url} into imageOrigins`);
  });
});

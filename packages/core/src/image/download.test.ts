import { describe, expect, it, vi } from 'vitest';
import { downloadImage } from './download.ts';
import type { DownloadSettings } from './fetch-image.ts';
import { toImage } from './image-bytes.ts';
import { errorOf } from '../test/catch.ts';
import { images } from '../test/images.ts';
import { breakOff, startServer, type Answer } from '../test/server.ts';
import { passSlowly, stopClock, until } from '../test/time.ts';

const jpeg = { mediaType: 'image/jpeg', width: 16, height: 9 };
const sendJpeg: Answer = response => response.end(images.jpeg);

function settings(baseURL: string, changes: Partial<DownloadSettings> = {}): DownloadSettings {
  return { baseURL: `${baseURL}/v1`, fetch: undefined, abortSignal: undefined, ...changes };
}

/** The transport of a test: the public names of the addresses of this machine. */
function hosts(addresses: Record<string, string>): typeof globalThis.fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const address = addresses[url.origin];
    return fetch(address === undefined ? url : `${address}${url.pathname}`, init);
  };
}

function redirectTo(location: string): Answer {
  return (response, { path }) =>
    path === '/final.jpg' ? response.end(images.jpeg) : response.writeHead(302, { location }).end();
}

describe('an image', () => {
  it('of the service itself may come over plain http from this machine', async () => {
    const { url, received } = await startServer(sendJpeg);

    const image = await downloadImage(`${url}/cat.jpg`, settings(url));

    expect(image).toEqual({ data: images.jpeg, info: jpeg });
    expect(received).toMatchObject([{ method: 'GET', path: '/cat.jpg' }]);
    expect(received[0]?.headers['user-agent']).toMatch(/^Mozilla\/5\.0 \(compatible; grok-image\//);
  });

  it('of another host comes over https', async () => {
    const { url, received } = await startServer(sendJpeg);
    const fetch = hosts({ 'https://images.test': url });

    const { info } = await downloadImage(
      'https://images.test/cat.jpg',
      settings('https://api.test', { fetch }),
    );

    expect(info).toEqual(jpeg);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['plain http', 'http://images.test/cat.jpg', 'http://images.test is not https'],
    ['this machine', 'https://localhost/cat.jpg', 'localhost'],
    ['this machine by number', 'https://127.0.0.1/cat.jpg', '127.0.0.1'],
    ['a private network', 'https://10.1.2.3/cat.jpg', '10.1.2.3'],
    ['a name without a dot', 'https://metadata/cat.jpg', 'metadata'],
    ['the metadata service of a cloud', 'https://169.254.169.254/latest', '169.254.169.254'],
    ['a private network in IPv6', 'https://[fd00::1]/cat.jpg', 'fd00::1'],
    ['a decimal address', 'https://2130706433/cat.jpg', '127.0.0.1'],
    ['a file', 'file:///etc/passwd', 'file:'],
    ['a data URL', 'data:image/png;base64,AAAA', 'not https'],
    ['a blob of the service', 'blob:https://api.test/5', 'not https'],
    [
      'a host with a password',
      'https://user:secret@images.test/1.jpg',
      'https://images.test has a user name',
    ],
    ['no address', 'undefined', 'Invalid URL'],
  ])('of %s is refused before a request', async (_, url, message) => {
    let sent = 0;
    const fetch = async () => {
      sent++;
      return new Response();
    };

    const error = await errorOf(downloadImage(url, settings('https://api.test', { fetch })));

    expect(error.name).toBe('AI_DownloadError');
    expect(error.message).toContain(message);
    expect(sent).toBe(0);
  });

  it('on another port of this machine is refused, as that is another origin', async () => {
    const other = await startServer(sendJpeg);

    await expect(downloadImage(other.url, settings('http://127.0.0.1:1'))).rejects.toThrow('is not allowed');
    expect(other.received).toEqual([]);
  });
});

describe('a redirect', () => {
  it('on the same origin is followed', async () => {
    const { url } = await startServer(redirectTo('/final.jpg'));

    expect((await downloadImage(`${url}/cat.jpg`, settings(url))).info).toEqual(jpeg);
  });

  it.each([
    'https://127.0.0.1:9/cat.jpg',
    'https://metadata.internal/',
    'http://images.test/cat.jpg',
    'data:image/png;base64,AAAA',
  ])('to %s is refused', async location => {
    const { url, received } = await startServer(redirectTo(location));

    expect((await errorOf(downloadImage(`${url}/cat.jpg`, settings(url)))).name).toBe('AI_DownloadError');
    expect(received).toHaveLength(1);
  });

  it('to another origin goes without credentials', async () => {
    const storage = await startServer(sendJpeg);
    const api = await startServer(redirectTo('https://images.test/cat.jpg'));
    const fetch = hosts({ 'https://api.test': api.url, 'https://images.test': storage.url });
    const headers = { authorization: 'Bearer secret', 'x-key': 'secret' };

    await downloadImage('https://api.test/cat.jpg', settings('https://api.test', { fetch, headers }));

    expect(api.received[0]?.headers).toMatchObject(headers);
    expect(storage.received[0]?.headers).not.toHaveProperty('authorization');
    expect(storage.received[0]?.headers).not.toHaveProperty('x-key');
  });
});

describe('credentials', () => {
  it('stay at home when the first address is another origin', async () => {
    const { url, received } = await startServer(sendJpeg);
    const fetch = hosts({ 'https://images.test': url });
    const headers = { authorization: 'Bearer secret', 'x-key': 'secret' };

    await downloadImage('https://images.test/cat.jpg', settings('https://api.test', { fetch, headers }));

    expect(received[0]?.headers).not.toHaveProperty('authorization');
    expect(received[0]?.headers).not.toHaveProperty('x-key');
  });
});

describe('what is no image of an accepted size', () => {
  it('is refused by its announced length, before it is read', async () => {
    const { url } = await startServer(response => {
      response.writeHead(200, { 'content-length': String(65 * 1024 * 1024) });
      response.write(images.jpeg);
    });

    await expect(downloadImage(url, settings(url))).rejects.toThrow(
      'exceeded maximum size of 67108864 bytes',
    );
  });

  it('is refused while it arrives, when no length was announced', async () => {
    const { url } = await startServer(response => {
      response.write(images.jpeg);
      response.end(new Uint8Array(2000));
    });

    await expect(downloadImage(url, settings(url, { maxBytes: 1000 }))).rejects.toThrow('1000 bytes');
  });

  it.each([
    ['an HTML page', '<!doctype html><title>Expired</title>', 'text and no image'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'an SVG'],
    ['JSON with letters of two bytes', '{"error":"zu groß"}', 'text and no image'],
    ['nothing', '', 'none at all'],
    ['a video', '\0\0\0\x20ftypisom\0\0\0\0', 'a video or sound'],
    ['a PDF', '%PDF-1.7 ', 'a PDF'],
  ])(
    'is refused when it is %s, whatever its content type, and looked at four times',
    async (_, body, what) => {
      stopClock();
      const { url, received } = await startServer(response =>
        response.writeHead(200, { 'content-type': 'image/jpeg' }).end(body),
      );

      const error = await passSlowly(errorOf(downloadImage(url, settings(url))));

      const bytes = new TextEncoder().encode(body);
      expect(error.message).toBe(`Failed to read an image: its ${bytes.length} bytes are ${what}.`);
      expect(error).toHaveProperty('bytes', bytes);
      expect(received).toHaveLength(4);
    },
  );

  it('is refused alike when it came inside an answer', () => {
    expect(toImage(images.gif, 'b64_json').info).toEqual({ mediaType: 'image/gif', width: 1, height: 1 });
    expect(() => toImage(new Uint8Array(), 'b64_json')).toThrow('its 0 bytes are none at all');
    expect(() => toImage(images.jpeg.subarray(0, 20), 'b64_json')).toThrow('without a head that can be read');
  });

  it('is delivered when it may be a picture of a format that is not known here', () => {
    const tiff = Uint8Array.of(0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0);
    expect(toImage(tiff, 'b64_json')).toEqual({
      data: tiff,
      info: { mediaType: 'application/octet-stream', width: 0, height: 0 },
      flaw: 'is of a format that is not known here (its 10 bytes begin with 49 49 2a 00)',
    });
  });
});

describe('a download that fails', () => {
  it.each([400, 401, 403, 410])(
    'with HTTP %i is repeated thrice, as a proxy may have said so',
    async status => {
      stopClock();
      const { url, received } = await startServer(response => response.writeHead(status).end());

      const error = await passSlowly(errorOf(downloadImage(`${url}/cat.jpg?signature=s`, settings(url))));

      expect(error).toMatchObject({ name: 'AI_DownloadError', statusCode: status });
      expect(error.message).toBe(
        `Failed to download an image from ${url}: the server answered HTTP ${status}.`,
      );
      expect(received).toHaveLength(4);
    },
  );

  it.each<[string, Answer]>([
    ['HTTP 503', response => response.writeHead(503).end()],
    ['HTTP 429', response => response.writeHead(429).end()],
    ['HTTP 408', response => response.writeHead(408).end()],
    ['a reset', response => response.destroy()],
    ['half an image', response => breakOff(response, images.jpeg.subarray(0, 100))],
  ])('with %s is repeated until the image is there', async (_, fail) => {
    stopClock();
    const { url, received } = await startServer((response, entry, index) =>
      (index < 6 ? fail : sendJpeg)(response, entry, index),
    );

    const { data } = await passSlowly(downloadImage(url, settings(url)));

    expect(data).toEqual(images.jpeg);
    expect(received).toHaveLength(7);
  });

  it('that ends before the image does is repeated, and delivered with its flaw when it stays so', async () => {
    stopClock();
    const half = images.jpeg.subarray(0, images.jpeg.length - 8);
    const { url, received } = await startServer((response, { path }, index) =>
      response.end(path === '/once.jpg' && index > 0 ? images.jpeg : half),
    );

    expect((await passSlowly(downloadImage(`${url}/once.jpg`, settings(url)))).data).toEqual(images.jpeg);
    expect(received).toHaveLength(2);
    const flawed = await passSlowly(downloadImage(`${url}/always.jpg`, settings(url)));
    expect(flawed).toMatchObject({
      data: half,
      flaw: `breaks off after ${half.length} bytes, before its end`,
    });
    expect(received).toHaveLength(6);
  });

  it('that is not there is looked for five times more, as it may be stored a moment later', async () => {
    stopClock();
    const { url, received } = await startServer((response, _, index) =>
      index < 5 ? response.writeHead(404).end() : response.end(images.jpeg),
    );

    expect((await passSlowly(downloadImage(`${url}/late.jpg`, settings(url)))).data).toEqual(images.jpeg);
    expect(received).toHaveLength(6);
  });

  it('is repeated for two minutes, after waits that are each twice as long, and shorter ones at the end', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const begun: number[] = [];
    const { url } = await startServer(response => response.writeHead(500).end());
    const counting: typeof globalThis.fetch = (input, init) => {
      begun.push(Date.now());
      return fetch(input, init);
    };

    const error = await passSlowly(errorOf(downloadImage(url, settings(url, { fetch: counting }))));

    expect(error).toMatchObject({ statusCode: 500 });
    const end = [90_750, 105_500, 112_750, 116_500, 118_250, 119_250, 120_000];
    expect(begun).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500, 61_500, ...end]);
  });

  it('does not come again out of a cache that keeps answers', async () => {
    const { url } = await startServer(sendJpeg);
    const caches: unknown[] = [];
    const noting: typeof globalThis.fetch = (input, init) => {
      caches.push(init?.cache);
      return fetch(input, init);
    };
    await downloadImage(url, settings(url, { fetch: noting }));
    expect(caches).toEqual(['no-store']);
  });

  it('by standing still is broken off after twenty seconds, and its first part is kept', async () => {
    stopClock();
    const half = images.jpeg.subarray(0, images.jpeg.length - 20);
    const { url, received } = await startServer(response => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(half);
    });

    const image = await passSlowly(downloadImage(url, settings(url)));

    expect(received).toHaveLength(4);
    expect(image).toMatchObject({ data: half, isCutOff: true });
    expect(Date.now()).toBeGreaterThan(80_000);
  });
});

describe('an aborted download', () => {
  const reason = new RangeError('changed my mind');

  it('is not begun when it was aborted before', async () => {
    const { url, received } = await startServer(sendJpeg);

    await expect(downloadImage(url, settings(url, { abortSignal: AbortSignal.abort(reason) }))).rejects.toBe(
      reason,
    );
    expect(received).toEqual([]);
  });

  it('rejects with the reason of the caller while bytes arrive', async () => {
    const controller = new AbortController();
    const { url } = await startServer(response => {
      response.writeHead(200);
      response.write(images.jpeg.subarray(0, 10), () => setImmediate(() => controller.abort(reason)));
    });

    await expect(downloadImage(url, settings(url, { abortSignal: controller.signal }))).rejects.toBe(reason);
  });

  it('rejects at once while it waits to be repeated', async () => {
    stopClock();
    const controller = new AbortController();
    const { url, received } = await startServer(response =>
      response.writeHead(503, { 'retry-after': '60' }).end(),
    );

    const failing = errorOf(downloadImage(url, settings(url, { abortSignal: controller.signal })));
    await until(() => received.length === 1);
    controller.abort(reason);

    expect(await failing).toBe(reason);
    expect(Date.now()).toBe(0);
  });
});

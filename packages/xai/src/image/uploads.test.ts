import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ImageDownloadError } from '../index.ts';
import { call, errorOf, model, withOptions } from '../test/call.ts';
import { png, startServer } from '../test/server.ts';
import { finish, stopClock } from '../test/time.ts';

let emulator: RunningEmulator;
let bucket: Server;
let bucketURL: string;
const stored: string[] = [];

/** A bucket whose addresses are signed for PUT: it refuses to be read. */
beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
  bucket = createServer((request, response) => {
    if (request.method === 'PUT') stored.push(request.url ?? '');
    response.writeHead(request.method === 'PUT' ? 200 : 403).end();
    request.resume();
  });
  await new Promise<void>(resolve => {
    bucket.listen(0, '127.0.0.1', resolve);
  });
  const address = bucket.address();
  bucketURL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
beforeEach(() => {
  emulator.reset();
  stored.length = 0;
});
afterAll(async () => {
  await emulator.close();
  await new Promise(resolve => bucket.close(resolve));
});

const paths = ['/1?signature=abc', '/2?signature=def'];

function uploading(options: Record<string, string | object> = {}) {
  const uploadUrls = paths.map(path => bucketURL + path);
  return model(emulator.xai).doGenerate(withOptions({ ...options, uploadUrls }, { n: 2 }));
}

describe('images that are uploaded to addresses of the caller', () => {
  test('and cannot be read there are an error that calls them neither lost nor missing', async () => {
    const error = await errorOf(uploading());
    expect(error).toSatisfy(ImageDownloadError.isInstance);
    expect(error.message).toMatch(
      /^Failed to fetch 2 paid images: It was made and uploaded to your address, which is not readable from here \(.+\)\. It is at your address in uploadUrls: read it there\. .* Sending the request again would be billed again\.$/,
    );
    expect(error).toMatchObject({ urls: paths.map(path => bucketURL + path), cost: { usd: 0.04 } });
    expect(stored.toSorted()).toEqual(paths);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('and stored come from the Files API', async () => {
    const { images, warnings, providerMetadata } = await uploading({ storage: { filename: 'cat.jpg' } });
    expect(images).toEqual([expect.any(Uint8Array), expect.any(Uint8Array)]);
    expect(warnings).toEqual([]);
    expect(stored).toHaveLength(2);
    const fileIds = providerMetadata['xai']?.images.map(image => image['fileId']);
    const read = emulator.requests.filter(({ path }) => path.startsWith('/v1/files/'));
    expect(read.map(({ path }) => path).toSorted()).toEqual(
      fileIds?.map(id => `/v1/files/${String(id)}/content`).toSorted(),
    );
  });

  test('and stored in public come from their public address, without the key', async () => {
    const { images } = await uploading({ storage: { filename: 'cat.jpg', publicUrl: true } });
    expect(images).toHaveLength(2);
    const read = emulator.requests.filter(({ role }) => role === 'content');
    expect(read.map(({ path }) => path)).toEqual([
      expect.stringContaining('/public/'),
      expect.stringContaining('/public/'),
    ]);
    expect(read.some(({ headers }) => 'authorization' in headers)).toBe(false);
  });

  test('and of which one is stored are that one, with a warning that says where the other is', async () => {
    const server = await startServer(({ path }, _index, baseURL) => {
      if (path.startsWith('/v1/bucket')) return { status: 403 };
      if (path === '/v1/files/file_2/content') return { body: png };
      const data = [
        { url: `${baseURL}/bucket/1`, storage_error: 'Quota exceeded.' },
        { url: `${baseURL}/bucket/2`, file_output: { file_id: 'file_2' } },
      ];
      return { body: { data } };
    });
    const uploadUrls = [1, 2].map(number => `${server.baseURL}/bucket/${number}`);
    const options = withOptions({ uploadUrls, storage: { filename: 'cat.png' } }, { n: 2 });
    stopClock();
    const { images, warnings } = await finish(model(server).doGenerate(options));
    expect(images).toEqual([png]);
    expect(warnings).toContainEqual({
      type: 'other',
      message: expect.stringMatching(
        /^A paid image could not be fetched: It was made and uploaded to your address, which is not readable from here \(.* HTTP 403\)\. It is at your address in uploadUrls: read it there\./,
      ),
    });
    const keys = server.received.filter(({ headers }) => headers.authorization !== undefined);
    expect(keys.map(({ path }) => path)).toEqual(['/v1/images/generations', '/v1/files/file_2/content']);
  });

  test('that can be read after all come from there', async () => {
    const server = await startServer(({ path }, _index, baseURL) =>
      path.startsWith('/v1/bucket') ? { body: png } : { body: { data: [{ url: `${baseURL}/bucket/1` }] } },
    );
    const options = withOptions({ uploadUrls: [`${server.baseURL}/bucket/1`] });
    expect(await model(server).doGenerate(options)).toMatchObject({ images: [png], warnings: [] });
  });
});

describe('a stored image whose own address has expired', () => {
  test('comes from the Files API', async () => {
    emulator.script({ expire: true });
    const { images, warnings } = await model(emulator.xai).doGenerate(
      withOptions({ storage: { filename: 'cat.jpg' } }),
    );
    expect(images).toHaveLength(1);
    expect(warnings).toEqual([]);
    expect(emulator.requests.at(-1)).toMatchObject({
      path: expect.stringMatching(/^\/v1\/files\/.+\/content$/),
    });
  });

  test('is not asked for with the key at any other address', async () => {
    const { images } = await model(emulator.xai).doGenerate(call);
    expect(images).toHaveLength(1);
    expect(emulator.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });
});

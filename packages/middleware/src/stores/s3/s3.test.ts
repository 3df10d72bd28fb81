import { describe, expect, test } from 'vitest';
import { describeBlobStore } from '../test/describe-blobs.ts';
import { useBucket } from '../test/bucket.ts';
import { s3, type S3Options } from './index.ts';

const settings = await useBucket();

const offers = { url: true, target: true };
describeBlobStore('S3', () => s3(settings), offers);
describeBlobStore('a part of a bucket of S3', () => s3({ ...settings, prefix: 'production/2' }), offers);

const png = { bytes: Uint8Array.of(1, 2, 3), mediaType: 'image/png' };

describe('a bucket', () => {
  test('hands a picture out with its media type at a signed address', async () => {
    await s3(settings).put('1.png', png);
    const response = await fetch((await s3(settings).url('1.png')) ?? '');
    expect(response.headers.get('content-type')).toBe('image/png');
  });

  test('has its keys below the prefix', async () => {
    await s3({ ...settings, prefix: 'production/' }).put('1.png', png);
    expect(await s3(settings).get('production/1.png')).toEqual(png);
    expect(await s3(settings).forget({ prefix: 'prod', before: Date.now() + 60_000 })).toBe(1);
  });

  test('forgets more than a page of a thousand, and nothing beside it', async () => {
    const blobs = s3(settings);
    const keys = Array.from({ length: 1005 }, (_, number) => `a/${number}.png`);
    for (let start = 0; start < keys.length; start += 67) {
      await Promise.all(keys.slice(start, start + 67).map(key => blobs.put(key, png)));
    }
    await blobs.put('b/1.png', png);
    await fetch(`${settings.endpoint}/pictures/a/%C3%A4%20%26%3C1%3E.png`, {
      method: 'PUT',
      body: 'foreign',
    });
    expect(await blobs.forget({ prefix: 'a/', before: Date.now() + 60_000 })).toBe(1005);
    expect(await blobs.forget({ prefix: '', before: Date.now() + 60_000 })).toBe(1);
  });

  test('asks a function for keys at every request', async () => {
    const asked: number[] = [];
    const credentials = async () => {
      asked.push(asked.length);
      return {
        accessKeyId: `id-${asked.length}`,
        secretAccessKey: 'secret',
        sessionToken: 'token/+=',
        expiration: 1,
      };
    };
    const blobs = s3({ ...settings, credentials });
    await blobs.put('1.png', png);
    const url = new URL((await blobs.url('1.png')) ?? '');
    expect(asked).toHaveLength(2);
    expect(url.searchParams.get('X-Amz-Credential')).toMatch(/^id-2\/\d{8}\/us-east-1\/s3\/aws4_request$/);
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe('token/+=');
  });

  test('that is not there is an error, not a picture that is not there', async () => {
    await expect(s3({ ...settings, bucket: 'none' }).get('1.png')).rejects.toMatchObject({
      name: 'S3Error',
      code: 'NoSuchBucket',
      status: 404,
      message: expect.stringMatching(
        /^Failed to read 1\.png in the bucket none: HTTP 404, NoSuchBucket, .+\. Check bucket, region and endpoint\.$/,
      ),
    });
  });
});

describe('the address of a picture', () => {
  const onAws = { bucket: 'pictures', region: 'eu-central-1', credentials: settings.credentials };

  test.each<[Partial<S3Options>, string]>([
    [{}, 'https://pictures.s3.eu-central-1.amazonaws.com/cats/1.png'],
    [{ bucket: 'my.pictures' }, 'https://s3.eu-central-1.amazonaws.com/my.pictures/cats/1.png'],
    [{ prefix: 'a/b' }, 'https://pictures.s3.eu-central-1.amazonaws.com/a/b/cats/1.png'],
    [
      { endpoint: 'https://account.r2.cloudflarestorage.com/' },
      'https://account.r2.cloudflarestorage.com/pictures/cats/1.png',
    ],
    [{ endpoint: 'https://example.com/storage/s3' }, 'https://example.com/storage/s3/pictures/cats/1.png'],
  ])('with %j begins with %s and is signed', async (changes, begin) => {
    const url = new URL((await s3({ ...onAws, ...changes }).url('cats/1.png')) ?? '');
    expect(url.origin + url.pathname).toBe(begin);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600');
    expect(url.searchParams.get('X-Amz-Signature')).toMatch(/^[\da-f]{64}$/);
    expect(url.href).not.toContain('secret');
  });

  test('is below publicBase, unsigned', async () => {
    const blobs = s3({ ...onAws, prefix: 'a', publicBase: 'https://cdn.example.com/x/' });
    expect(await blobs.url('cats/1.png')).toBe('https://cdn.example.com/x/a/cats/1.png');
  });

  test('holds as long as asked, in whole seconds', async () => {
    const url = new URL((await s3(onAws).url('1.png', { expiresInMs: 1500 })) ?? '');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('2');
  });

  test.each([0, -1, 604_800_001, Number.NaN])('holds for no such time as %d ms', async expiresInMs => {
    await expect(s3(onAws).url('1.png', { expiresInMs })).rejects.toThrow(/^Invalid expiresInMs: /);
    await expect(s3(onAws).target('1.png', { expiresInMs })).rejects.toThrow(/^Invalid expiresInMs: /);
  });
});

describe('options that are none are refused by name, and without a secret', () => {
  test.each<[object, RegExp]>([
    [{ buckets: 'x' }, /^Invalid buckets: got an unknown option\..*bucket/],
    [{ bucket: '' }, /^Invalid bucket: /],
    [{ bucket: 'a/b' }, /^Invalid bucket: /],
    [{ region: 'EU' }, /^Invalid region: /],
    [{ endpoint: 'example.com' }, /^Invalid endpoint: /],
    [{ endpoint: 'https://user:secret@example.com' }, /^Invalid endpoint: got an address with a user name/],
    [{ endpoint: 'https://example.com?key=secret' }, /^Invalid endpoint: got an address with a query/],
    [{ publicBase: 'cdn' }, /^Invalid publicBase: /],
    [{ prefix: '../other' }, /^Invalid prefix: /],
    [{ credentials: 'id:secret' }, /^Invalid credentials: got a value of type string\./],
    [
      { credentials: { accessKeyId: 'id' } },
      /^Invalid credentials\.secretAccessKey: got a value of type undefined/,
    ],
    [
      { credentials: { accessKeyId: 'id', secretAccessKey: 'secret \n' } },
      /^Invalid credentials\.secretAccessKey: got an empty text, or one with blanks/,
    ],
  ])('%j', (changes, message) => {
    const make = () => s3({ ...settings, ...changes });
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret@') }));
    expect(make).not.toThrow(/id:secret|secret \n|=secret/);
  });
});

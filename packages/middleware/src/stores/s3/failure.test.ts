import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { s3 } from './index.ts';

interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const credentials = {
  accessKeyId: 'AKIATEST',
  secretAccessKey: 'very-secret',
  sessionToken: 'session-secret',
};
const png = { bytes: Uint8Array.of(1, 2, 3), mediaType: 'image/png' };

const noKeys = () => Promise.reject(new TypeError('The role is gone.'));

/** A server in the place of a bucket; without a reply it breaks the connection, and `stuck` lets it wait for ever. */
async function bucketThat(answer: (index: number, url: string) => Reply | 'stuck' | undefined) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const index = received.push(`${request.method} ${request.url}`) - 1;
    const reply = answer(index, request.url ?? '');
    if (reply === 'stuck') return;
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body);
    else request.socket.destroy();
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { received, endpoint, blobs: s3({ bucket: 'pictures', endpoint, credentials }) };
}

function xml(code: string, words: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${words}</Message><StringToSign>x</StringToSign></Error>`;
}

const { setTimeout: realTimeout } = globalThis;

/**
 * Lets a promise settle while waits pass faster than they are: not so fast that time is up before a server of this machine
 * has answered, however busy it is.
 */
async function hurry<T>(start: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const state = { isPending: true };
  const promise = start().finally(() => {
    state.isPending = false;
  });
  promise.catch(() => undefined);
  while (state.isPending) {
    await new Promise(resolve => realTimeout(resolve, 3));
    await vi.advanceTimersByTimeAsync(10);
  }
  return promise;
}

describe('a bucket that is away', () => {
  test.each<[string, Reply | undefined]>([
    ['breaks a connection', undefined],
    ['is overloaded', { status: 503, body: xml('SlowDown', 'Please reduce your request rate.') }],
    ['limits', { status: 429 }],
  ])('for a moment and %s is asked again', async (_, reply) => {
    const { blobs, received } = await bucketThat(index => (index < 2 ? reply : { status: 200 }));
    await hurry(() => blobs.put('1.png', png));
    expect(received).toEqual(Array.from({ length: 3 }, () => 'PUT /pictures/1.png'));
  });

  test('for longer is an error after three attempts', async () => {
    const { blobs, received } = await bucketThat(() => ({
      status: 500,
      body: xml('InternalError', 'Oops.'),
    }));
    await expect(hurry(() => blobs.put('1.png', png))).rejects.toMatchObject({
      name: 'S3Error',
      status: 500,
      message:
        'Failed to write 1.png in the bucket pictures: HTTP 500, InternalError, Oops. It can be done again: nothing is stored twice.',
    });
    expect(received).toHaveLength(3);
  });

  test('and refuses the connection is named', async () => {
    const blobs = s3({ bucket: 'pictures', endpoint: 'http://127.0.0.1:1', credentials });
    await expect(hurry(() => blobs.head('1.png'))).rejects.toThrow(
      /^Failed to look for 1\.png in the bucket pictures: .+\. Check endpoint and network; it can be done again\.$/,
    );
  });

  test('and never answers is given up after 30 s', async () => {
    const { blobs } = await bucketThat(() => 'stuck');
    await expect(hurry(() => blobs.get('1.png'))).rejects.toThrow(
      'Failed to read 1.png in the bucket pictures: it was not done within 30 s. Check endpoint and network; it can be done again.',
    );
  });
});

describe('a bucket that refuses', () => {
  test.each([403, 301, 400, 405])('with %d is asked once', async status => {
    const { blobs, received } = await bucketThat(() => ({
      status,
      headers: { location: 'http://127.0.0.1:1/' },
    }));
    await expect(blobs.put('1.png', png)).rejects.toMatchObject({ name: 'S3Error', status });
    expect(received).toHaveLength(1);
  });

  test('and quotes the keys does not bring them into the message', async () => {
    const words = 'Signature of AKIATEST with very-secret and session-secret is wrong.';
    const { blobs } = await bucketThat(() => ({ status: 403, body: xml('SignatureDoesNotMatch', words) }));
    await expect(blobs.put('1.png', png)).rejects.toThrow(
      /^Failed to write 1\.png in the bucket pictures: HTTP 403, SignatureDoesNotMatch, Signature of \*\*\* with \*\*\* and \*\*\* is wrong\. Check the keys,/,
    );
  });

  test('is said to be one that may just not have it, for a key that is looked for', async () => {
    const { blobs } = await bucketThat(() => ({ status: 403 }));
    await expect(blobs.head('1.png')).rejects.toThrow(/without the permission to list/);
  });
});

describe('a listing', () => {
  test.each([
    ['a page of a proxy', '<html>Sign in</html>'],
    ['cut off', '<ListBucketResult><Contents><Key>1.png</Key>'],
    [
      'a circle',
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>a</NextContinuationToken></ListBucketResult>',
    ],
  ])('that is %s is an error', async (_, body) => {
    const { blobs } = await bucketThat(() => ({ status: 200, body }));
    await expect(blobs.forget({ prefix: '', before: Date.now() })).rejects.toThrow(
      /^Failed to list what is there: the answer is no listing\. Check that the endpoint speaks S3\.$/,
    );
  });

  test('asks for its next page by a token that is escaped', async () => {
    const { blobs, received } = await bucketThat(index => ({
      status: 200,
      body: `<ListBucketResult xmlns="x"><IsTruncated>${index === 0}</IsTruncated><NextContinuationToken>a+/ &amp;=</NextContinuationToken></ListBucketResult>`,
    }));
    expect(await blobs.forget({ prefix: 'a b/', before: 1 })).toBe(0);
    expect(received).toEqual([
      'GET /pictures?list-type=2&prefix=a%20b%2F',
      'GET /pictures?list-type=2&prefix=a%20b%2F&continuation-token=a%2B%2F%20%26%3D',
    ]);
  });
});

describe('keys that are not to be had', () => {
  test('are named, and nothing is sent', async () => {
    const { endpoint, received } = await bucketThat(() => ({ status: 200 }));
    const blobs = s3({ bucket: 'pictures', endpoint, credentials: noKeys });
    await expect(blobs.put('1.png', png)).rejects.toThrow(
      'Failed to write 1.png in the bucket pictures: credentials gave none, The role is gone. Nothing was sent.',
    );
    await expect(blobs.url('1.png')).rejects.toThrow(/^Failed to sign an address of the bucket pictures: /);
    expect(received).toEqual([]);
  });
});

import { checkBlobKey, isBlobKey } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { addressBelow } from '../public-base.ts';
import { createS3Client, type S3Client } from './client.ts';
import { parseListing } from './listing.ts';
import { S3Error } from './s3-error.ts';
import { readS3Options, type S3Options } from './settings.ts';

/** Pictures that are deleted at once. */
const deletedAtOnce = 10;

/**
 * Keeps pictures in a bucket of S3, Cloudflare R2, Google Cloud Storage, MinIO, or whatever else speaks S3. Nothing is sent
 * before the first picture. A picture has its address at `publicBase`, else a signed one, for an hour unless asked
 * otherwise and for 7 days at most.
 *
 * What it does rejects with `S3Error`, after three attempts and 30 s at most.
 *
 * @throws InvalidArgumentError naming the option
 * @example
 * const blobs = s3({ bucket: 'pictures', region: 'eu-central-1', credentials: { accessKeyId, secretAccessKey } });
 */
export function s3(options: S3Options): Required<BlobStore> {
  const settings = readS3Options(options);
  const client = createS3Client(settings);
  const { prefix, publicBase } = settings;
  const pathOf = (key: string) => prefix + checkBlobKey(key);
  return {
    async put(key, { bytes, mediaType }) {
      const headers = { 'content-type': mediaType };
      await client.send({ what: `write ${key}`, method: 'PUT', path: pathOf(key), headers, body: bytes });
    },
    async get(key) {
      const { status, headers, bytes } = await client.send({
        what: `read ${key}`,
        method: 'GET',
        path: pathOf(key),
        accepts: [404],
      });
      return status === 404 ? undefined : { bytes, mediaType: mediaTypeIn(headers) };
    },
    async head(key) {
      const { status, headers } = await client.send({
        what: `look for ${key}`,
        method: 'HEAD',
        path: pathOf(key),
        accepts: [404],
      });
      if (status === 404) return undefined;
      return { byteLength: Number(headers.get('content-length')), mediaType: mediaTypeIn(headers) };
    },
    async delete(key) {
      await client.send({ what: `delete ${key}`, method: 'DELETE', path: pathOf(key), accepts: [404] });
    },
    async url(key, { expiresInMs } = {}) {
      const path = pathOf(key);
      return publicBase === undefined
        ? client.presign('GET', path, expiresInMs)
        : addressBelow(publicBase, path);
    },
    // For any media type: an upload of another one would be refused, and by then the picture is paid.
    async target(key, { expiresInMs } = {}) {
      const path = pathOf(key);
      const [put, get] = await Promise.all([
        client.presign('PUT', path, expiresInMs),
        client.presign('GET', path, expiresInMs),
      ]);
      return { put, get };
    },
    async forget({ prefix: begin, before }) {
      let count = 0;
      for await (const paths of pagesOf(client, prefix + begin, before)) {
        for (let from = 0; from < paths.length; from += deletedAtOnce) {
          const some = paths.slice(from, from + deletedAtOnce);
          await Promise.all(
            some.map(path => client.send({ what: `delete ${path}`, method: 'DELETE', path, accepts: [404] })),
          );
          count += some.length;
        }
      }
      return count;
    },
  };
}

/** The paths that begin so and were put before, as far as they are those of pictures, page by page. */
async function* pagesOf(client: S3Client, prefix: string, before: number): AsyncGenerator<string[]> {
  const what = 'list what is there';
  let next: string | undefined;
  do {
    const query = { 'list-type': '2', prefix, ...(next !== undefined && { 'continuation-token': next }) };
    const { bytes } = await client.send({ what, method: 'GET', path: '', query });
    const page = parseListing(new TextDecoder().decode(bytes));
    if (page === undefined || (page.next !== undefined && page.next === next)) {
      const message = `Failed to ${what}: the answer is no listing. Check that the endpoint speaks S3.`;
      throw new S3Error({ message });
    }
    // Other things in the bucket are let alone.
    yield page.objects.flatMap(({ key, lastModified }) =>
      lastModified < before && isBlobKey(key) ? [key] : [],
    );
    ({ next } = page);
  } while (next !== undefined);
}

function mediaTypeIn(headers: Headers): string {
  return headers.get('content-type') ?? 'application/octet-stream';
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { describeBlobStore } from '../test/describe-blobs.ts';
import { s3, type S3Options } from './index.ts';

/** A second opinion, which knows its key, and keeps what it gets in files. */
const directory = await mkdtemp(join(tmpdir(), 'grok-image-s3-'));
const bucket = 'pictures';
const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory,
  vhostBuckets: false,
  configureBuckets: [{ name: bucket, configs: [] }],
});
const { port } = await server.run();
beforeEach(async () => {
  server.reset();
  await server.configureBuckets();
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const settings: S3Options = {
  bucket,
  endpoint: `http://127.0.0.1:${port}`,
  credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
};

describeBlobStore('another S3', () => s3({ ...settings, prefix: 'a/b-c_d.e' }), {
  url: true,
  target: true,
});

test('a key that is not known is refused, and the secret is not told', async () => {
  const blobs = s3({
    ...settings,
    credentials: { accessKeyId: 'OTHER', secretAccessKey: 'secret-of-the-test' },
  });
  await expect(blobs.put('1.png', { bytes: Uint8Array.of(1), mediaType: 'image/png' })).rejects.toMatchObject(
    {
      name: 'S3Error',
      status: 403,
      code: 'InvalidAccessKeyId',
      message: expect.not.stringContaining('secret-of-the-test'),
    },
  );
});

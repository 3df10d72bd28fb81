import { startFauxqs } from 'fauxqs';
import { afterAll, beforeEach } from 'vitest';
import type { S3Options } from '../s3/index.ts';

/** An S3 server with an empty bucket before each test of a file, and the settings for it. */
export async function useBucket(): Promise<S3Options & { readonly endpoint: string }> {
  const server = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' });
  const bucket = 'pictures';
  server.createBucket(bucket);
  beforeEach(() => server.emptyBucket(bucket));
  afterAll(() => server.stop());
  const credentials = { accessKeyId: 'key-id-of-the-test', secretAccessKey: 'secret-of-the-test' };
  return { bucket, endpoint: `http://127.0.0.1:${server.port}`, credentials };
}

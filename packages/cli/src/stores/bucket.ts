import { invalidArgument, invalidArgumentInWords } from '@grok-image/core';
import type { BlobStore } from '@grok-image/middleware';

const accepted = 's3://bucket or s3://bucket/prefix';

/**
 * The bucket of an address, with the keys and the place of the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
 * `AWS_SESSION_TOKEN`, `AWS_REGION`, and `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` for another service than AWS.
 *
 * @throws InvalidArgumentError naming the flag or the variable
 * @example
 * const blobs = await openBucket('s3://pictures/run-7', process.env);
 */
export async function openBucket(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Required<BlobStore>> {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(address) ?? [];
  if (bucket === undefined) throw invalidArgument('--bucket', address, accepted);
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpointOfS3 = endpoint,
  } = environment;
  if (!accessKeyId || !secretAccessKey) {
    const names = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
    throw invalidArgumentInWords('--bucket', 'no keys for it', `${names} in the environment or in .env`);
  }
  const { s3 } = await import('@grok-image/middleware/s3');
  return s3({
    bucket,
    region,
    endpoint: endpointOfS3,
    prefix,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
}

import { addressSchema, checkBaseUrl, invalidArgument, invalidArgumentInWords } from '@grok-image/core';
import { parseStrict, patternSchema } from '@grok-image/core';
import { isRecord } from '@ai-sdk/provider-utils';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { isBlobKey } from '../blob-key.ts';
import { publicBaseSchema } from '../public-base.ts';

/** The keys of an account, for a while or for good; what else a provider of them tells is passed over. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role; addresses that are signed with it end with it. */
  readonly sessionToken?: string | undefined;
}

/** Where a bucket is, and who may use it. */
export interface S3Options {
  readonly bucket: string;
  /** Default `'us-east-1'`, which R2, MinIO and Google Cloud Storage take as well. */
  readonly region?: string | undefined;
  /**
   * The address of a service other than AWS: `https://<account>.r2.cloudflarestorage.com`,
   * `https://storage.googleapis.com` (with an HMAC key), `http://127.0.0.1:9000`.
   */
  readonly endpoint?: string | undefined;
  /** A function is asked for every request, as the keys of roles change: it keeps them itself as long as they hold. */
  readonly credentials: S3Credentials | (() => S3Credentials | PromiseLike<S3Credentials>);
  /** What all keys stand below in the bucket, e.g. `'production'`. */
  readonly prefix?: string | undefined;
  /** The address that everybody reads the bucket under, e.g. of a CDN; without it, addresses are signed. */
  readonly publicBase?: string | undefined;
}

/** The settings as they are used. */
export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** The address of the bucket, without a slash at the end. */
  readonly address: string;
  /** `''`, or with a slash at the end. */
  readonly prefix: string;
  readonly publicBase: string | undefined;
  readonly credentials: () => Promise<S3Credentials>;
}

const optionsSchema = lazy(() =>
  z.strictObject({
    bucket: patternSchema(/^[a-zA-Z0-9][\w.-]{1,220}[a-zA-Z0-9]$/, 'the name of a bucket'),
    region: patternSchema(/^[a-z0-9-]+$/, "the name of a region, e.g. 'eu-central-1'").default('us-east-1'),
    endpoint: addressSchema(['https:', 'http:'], 'an http(s) address without blanks').optional(),
    credentials: z.unknown(),
    prefix: z.string('a text').optional(),
    publicBase: publicBaseSchema(),
  }),
);

/** Reads the settings of a bucket, without asking for keys. */
export function readS3Options(options: S3Options): S3Settings {
  const { bucket, region, endpoint, prefix, publicBase } = parseStrict(optionsSchema(), options, '');
  const { credentials } = options;
  if (typeof credentials !== 'function') checkCredentials(credentials);
  if (endpoint !== undefined) checkBaseUrl(endpoint, 'https://storage.googleapis.com', 'endpoint');
  return {
    bucket,
    region,
    address: addressOf(bucket, region, endpoint),
    prefix: toPrefix(prefix),
    publicBase,
    credentials: async () =>
      typeof credentials === 'function' ? checkCredentials(await credentials()) : credentials,
  };
}

function addressOf(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  const host = `s3.${region}.amazonaws.com`;
  // The certificate of AWS covers one label.
  return bucket.includes('.') ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

function toPrefix(prefix = ''): string {
  const path = prefix.replace(/\/+$/, '');
  if (path === '') return '';
  if (isBlobKey(path)) return `${path}/`;
  throw invalidArgument('prefix', prefix, "a path of letters, digits and -_./, e.g. 'production/pictures'");
}

/** Checks keys by words of its own: a message must not show what is nearly a secret. */
function checkCredentials(given: unknown): S3Credentials {
  if (!isRecord(given)) {
    throw invalidArgumentInWords(
      'credentials',
      `a value of type ${typeof given}`,
      '{ accessKeyId, secretAccessKey, sessionToken? }, or a function that gives them',
    );
  }
  const { sessionToken } = given;
  return {
    accessKeyId: textOf(given, 'accessKeyId'),
    secretAccessKey: textOf(given, 'secretAccessKey'),
    ...(sessionToken !== undefined && { sessionToken: textOf(given, 'sessionToken') }),
  };
}

function textOf(given: Record<string, unknown>, name: keyof S3Credentials): string {
  const value = given[name];
  if (typeof value === 'string' && /^[\x21-\x7E]+$/.test(value)) return value;
  const found =
    typeof value === 'string' ? 'an empty text, or one with blanks' : `a value of type ${typeof value}`;
  throw invalidArgumentInWords(`credentials.${name}`, found, 'a text without blanks');
}

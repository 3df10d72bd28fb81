import { invalidArgument, wait, withDeadline } from '@grok-image/core';
import { backoffMs, classifyNetworkFailure, messageOf } from '@grok-image/core/internal';
import { AwsV4Signer } from 'aws4fetch';
import { S3Error, toS3Error, type What } from './s3-error.ts';
import type { S3Credentials, S3Settings } from './settings.ts';

/** Longest time for what is asked of a bucket, with all its attempts, in milliseconds. */
const deadlineMs = 30_000;

/** How often a request is sent at most: every one that is sent here does the same when it is done twice. */
const mostAttempts = 3;
const firstWaitMs = 200;

/** Longest and usual life of a signed address, in milliseconds (AWS, "Sharing objects with presigned URLs"). */
const longestLifeMs = 7 * 24 * 3_600_000;
const usualLifeMs = 3_600_000;

/** One request to a bucket. */
export interface S3Request {
  readonly what: What;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Within the bucket; `''` for the bucket itself. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Statuses beside 2xx that are an answer. */
  readonly accepts?: readonly number[];
}

/** An answer, read as a whole. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** Talks to one bucket. */
export interface S3Client {
  /** @throws S3Error */
  send(request: S3Request): Promise<S3Answer>;
  /** An address that lets anybody do this one thing for a while. */
  presign(method: 'GET' | 'PUT', path: string, expiresInMs?: number): Promise<string>;
}

/** Makes the client of a bucket. */
export function createS3Client(settings: S3Settings): S3Client {
  const { address, bucket, region } = settings;
  const signer = (credentials: S3Credentials, request: Unsigned) => {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    return new AwsV4Signer({ ...request, ...keys, service: 's3', region });
  };
  return {
    send(request) {
      const what = `${request.what} in the bucket ${bucket}`;
      return withDeadline(
        { timeoutMs: deadlineMs, abortSignal: undefined, onTimeout: () => tooLate(what) },
        async abortSignal => {
          for (let attempt = 1; ; attempt++) {
            const outcome = await sendOnce(request, what, abortSignal);
            if (outcome.isDone) return outcome.answer;
            if (!outcome.isTransient || attempt >= mostAttempts) throw outcome.error;
            await wait(backoffMs(attempt, firstWaitMs), abortSignal);
          }
        },
      );
    },
    async presign(method, path, expiresInMs = usualLifeMs) {
      if (!(expiresInMs > 0 && expiresInMs <= longestLifeMs)) {
        throw invalidArgument('expiresInMs', expiresInMs, 'milliseconds from 1 to 604800000 (7 days)');
      }
      const url = new URL(`${address}/${path}`);
      url.searchParams.set('X-Amz-Expires', String(Math.ceil(expiresInMs / 1000)));
      const credentials = await keysFor(`sign an address of the bucket ${bucket}`);
      const signed = await signer(credentials, { method, url: url.href, signQuery: true }).sign();
      return signed.url.href;
    },
  };

  async function keysFor(what: What): Promise<S3Credentials> {
    try {
      return await settings.credentials();
    } catch (error) {
      const reason = `credentials gave none, ${messageOf(error).replace(/\.$/, '')}`;
      throw new S3Error({ message: `Failed to ${what}: ${reason}. Nothing was sent.`, cause: error });
    }
  }

  async function sendOnce(
    { method, path, query = {}, headers = {}, body, accepts = [] }: S3Request,
    what: What,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const credentials = await keysFor(what);
    const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
    const url = `${address}${path && `/${path}`}${search && `?${search}`}`;
    const signed = await signer(credentials, { method, url, headers: { ...headers } }).sign();
    try {
      const response = await fetch(signed.url.href, {
        method,
        headers: signed.headers,
        // Elsewhere, the signature is worth nothing.
        redirect: 'manual',
        signal,
        ...(body && { body: new Uint8Array(body) }),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const { status } = response;
      const answer = { status, headers: response.headers, bytes };
      if (response.ok) return { isDone: true, answer };
      const error = toS3Error(what, { status, text: textOf(bytes) }, credentials);
      if (accepts.includes(status) && error.code !== 'NoSuchBucket') return { isDone: true, answer };
      return { isDone: false, error, isTransient: status >= 500 || status === 429 || status === 408 };
    } catch (error) {
      const { cause, transient } = classifyNetworkFailure(error);
      const message = `Failed to ${what}: ${cause}. Check endpoint and network; it can be done again.`;
      return { isDone: false, error: new S3Error({ message, cause: error }), isTransient: transient };
    }
  }
}

/** What is to be signed. */
interface Unsigned {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  /** The signature is to stand in the address, not in a header. */
  readonly signQuery?: boolean;
}

type Outcome =
  | { readonly isDone: true; readonly answer: S3Answer }
  | { readonly isDone: false; readonly error: S3Error; readonly isTransient: boolean };

/** The beginning of an answer that says what is wrong. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 8192));
}

function tooLate(what: What): S3Error {
  return new S3Error({
    message: `Failed to ${what}: it was not done within ${deadlineMs / 1000} s. Check endpoint and network; it can be done again.`,
  });
}

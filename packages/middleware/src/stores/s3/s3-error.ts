import { AISDKError } from '@ai-sdk/provider';
import { excerpt } from '@grok-image/core/internal';
import type { S3Credentials } from './settings.ts';

/** A bucket did not do what it was asked for. Its message has neither keys nor signed addresses. */
export class S3Error extends AISDKError {
  /** Of the answer; `undefined` where none came. */
  readonly status: number | undefined;
  /** The service's own name of the fault, e.g. `'NoSuchBucket'`. */
  readonly code: string | undefined;

  constructor(options: {
    readonly message: string;
    readonly status?: number | undefined;
    readonly code?: string | undefined;
    readonly cause?: unknown;
  }) {
    super({ name: 'S3Error', message: options.message, cause: options.cause });
    this.status = options.status;
    this.code = options.code;
  }
}

/** What is asked of a bucket, completing "Failed to …". */
export type What = string;

/** Makes the error of an answer that is none of the right ones. */
export function toS3Error(
  what: What,
  { status, text }: { readonly status: number; readonly text: string },
  credentials: S3Credentials,
): S3Error {
  const code = fieldOf(text, 'Code');
  const words = fieldOf(text, 'Message');
  const reason = [`HTTP ${status}`, code, words && withoutSecrets(words, credentials)]
    .filter(part => part !== undefined)
    .join(', ')
    .replace(/\.$/, '');
  return new S3Error({ message: `Failed to ${what}: ${reason}. ${adviceOf(status)}`, status, code });
}

function fieldOf(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]{1,2000})</${name}>`).exec(xml)?.[1];
  return found === undefined ? undefined : excerpt(found);
}

/** Services quote what was sent. */
function withoutSecrets(text: string, credentials: S3Credentials): string {
  return [credentials.secretAccessKey, credentials.sessionToken, credentials.accessKeyId]
    .filter(secret => secret !== undefined)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

function adviceOf(status: number): string {
  if (status === 403) {
    return 'Check the keys, what they permit, and the clock of this machine; without the permission to list, a key that is not there is answered like this, too.';
  }
  if (status < 500 && status !== 429) return 'Check bucket, region and endpoint.';
  return 'It can be done again: nothing is stored twice.';
}

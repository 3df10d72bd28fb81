import { isRecord } from '@ai-sdk/provider-utils';
import type { RateLimiter } from '@grok-image/core';
import type { BlobStore, ImageModelLike, ImageParams } from '@grok-image/middleware';
import type { JobRecord, RouteName } from '../job/record.ts';

/** A job on its way to its model. */
export interface RouteCall {
  readonly key: string;
  readonly route: RouteName;
  readonly model: ImageModelLike;
  readonly params: ImageParams;
  /** Lets a request wait for its turn; absent where there is no limit. */
  readonly limiter: RateLimiter | undefined;
  /** Where the service may put its pictures. */
  readonly bucket: BlobStore | undefined;
  /** What all keys of the run begin with in the bucket. */
  readonly prefix: string;
  readonly abortSignal: AbortSignal | undefined;
  /** Milliseconds after which a picture that is not in the bucket is none that the service will put there. */
  readonly bucketWaitMs: number;
  /**
   * Has it written down that the request leaves, right before it does; once, however often it is turned away.
   *
   * @throws where it must not leave
   */
  beforeSend(about?: Pick<JobRecord, 'batchId'>): Promise<void>;
  /** Writes down what collects it. */
  note(about: Pick<JobRecord, 'resume' | 'batchId' | 'paid'>): Promise<void>;
}

/** The limiter that a model gets: it has had its turn, and writes down that its request leaves right before it does. */
export function gateOf({ beforeSend }: RouteCall): RateLimiter {
  return async send => {
    await beforeSend();
    return send();
  };
}

/** Calls a model when its turn has come: outside of its own time limit, which only begins then. */
export async function inTurn<T>(
  { limiter, model: { modelId }, abortSignal }: RouteCall,
  work: () => PromiseLike<T>,
): Promise<T> {
  if (limiter === undefined) return work();
  const request = { modelId, abortSignal, startsBy: Number.POSITIVE_INFINITY };
  const { value } = await limiter(async () => {
    const made = await work();
    return { value: made, headers: headersOf(made) };
  }, request);
  return value;
}

/** What a service tells of its limits with its answer. */
function headersOf(result: unknown): Readonly<Record<string, string>> | undefined {
  const response = isRecord(result) ? result['response'] : undefined;
  const headers = isRecord(response) ? response['headers'] : undefined;
  if (!isRecord(headers)) return undefined;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

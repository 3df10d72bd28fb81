import type { RateLimit } from '../options/options.ts';

/** What was exceeded, and when it is worth trying again. */
export interface RateLimitExceeded {
  readonly unit: 'Second' | 'Minute';
  readonly limit: number;
  readonly retryAfterMs: number;
}

export interface RateLimiter {
  /** Counts one request of the account; says so if it is one too many, and then does not count it. */
  take(account: string): RateLimitExceeded | undefined;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Two token buckets for each account: one of seconds and one of minutes. */
export function createRateLimiter(limit: RateLimit | false, now: () => number): RateLimiter {
  if (limit === false) return { take: () => undefined };
  const seconds = createBuckets(limit.perSecond, 1000, now);
  const minutes = createBuckets(limit.perMinute, 60_000, now);
  return {
    take(account) {
      const second = seconds(account);
      const minute = minutes(account);
      if (second.tokens < 1) {
        return {
          unit: 'Second',
          limit: limit.perSecond,
          retryAfterMs: waitFor(second, limit.perSecond, 1000),
        };
      }
      if (minute.tokens < 1) {
        return {
          unit: 'Minute',
          limit: limit.perMinute,
          retryAfterMs: waitFor(minute, limit.perMinute, 60_000),
        };
      }
      second.tokens -= 1;
      minute.tokens -= 1;
      return undefined;
    },
  };
}

function createBuckets(size: number, windowMs: number, now: () => number): (account: string) => Bucket {
  const buckets = new Map<string, Bucket>();
  return account => {
    const at = now();
    const bucket = buckets.get(account) ?? { tokens: size, at };
    bucket.tokens = Math.min(size, bucket.tokens + ((at - bucket.at) * size) / windowMs);
    bucket.at = at;
    buckets.set(account, bucket);
    return bucket;
  };
}

function waitFor({ tokens }: Bucket, size: number, windowMs: number): number {
  return Math.ceil(((1 - tokens) * windowMs) / size);
}

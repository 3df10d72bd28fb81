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

/** Two token buckets for each account: one of seconds and one of minutes. */
export function createRateLimiter(limit: RateLimit | false, now: () => number): RateLimiter {
  if (limit === false) return { take: () => undefined };
  const windows = [
    { unit: 'Second', limit: limit.perSecond, lasts: 1000 },
    { unit: 'Minute', limit: limit.perMinute, lasts: 60_000 },
  ] as const;
  const accounts = new Map<string, { tokens: number; at: number }[]>();
  return {
    take(account) {
      const at = now();
      const before = accounts.get(account);
      const buckets = windows.map(({ limit: size, lasts }, index) => {
        const { tokens, at: since } = before?.[index] ?? { tokens: size, at };
        return { tokens: Math.min(size, tokens + ((at - since) * size) / lasts), at };
      });
      accounts.set(account, buckets);
      for (const [index, { unit, limit: size, lasts }] of windows.entries()) {
        const tokens = buckets[index]?.tokens ?? 0;
        if (tokens < 1) return { unit, limit: size, retryAfterMs: Math.ceil(((1 - tokens) * lasts) / size) };
      }
      for (const bucket of buckets) bucket.tokens -= 1;
      return undefined;
    },
  };
}

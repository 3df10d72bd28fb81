import type { RateLimit } from '../options/options.ts';

export interface RateLimitExceeded {
  readonly unit: 'Second' | 'Minute';
  readonly limit: number;
  readonly retryAfterMs: number;
}

/** Two token buckets for each account: one of seconds and one of minutes. */
export class RateLimiter {
  readonly #now: () => number;
  readonly #accounts = new Map<string, { tokens: number; at: number }[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one request of the account; says so if it is one too many, and then does not count it. */
  take(account: string, { perSecond, perMinute }: RateLimit): RateLimitExceeded | undefined {
    const windows = [
      { unit: 'Second', limit: perSecond, lasts: 1000 },
      { unit: 'Minute', limit: perMinute, lasts: 60_000 },
    ] as const;
    const at = this.#now();
    const before = this.#accounts.get(account);
    const buckets = windows.map(({ limit, lasts }, index) => {
      const { tokens, at: since } = before?.[index] ?? { tokens: limit, at };
      return { tokens: Math.min(limit, tokens + ((at - since) * limit) / lasts), at };
    });
    this.#accounts.set(account, buckets);
    for (const [index, { unit, limit, lasts }] of windows.entries()) {
      const { tokens = 0 } = buckets[index] ?? {};
      if (tokens < 1) return { unit, limit, retryAfterMs: Math.ceil(((1 - tokens) * lasts) / limit) };
    }
    for (const bucket of buckets) bucket.tokens -= 1;
    return undefined;
  }
}

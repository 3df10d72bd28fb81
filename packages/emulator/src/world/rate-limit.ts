import type { RateLimit } from '../options/options.ts';

export interface RateLimitExceeded {
  readonly unit: 'Second' | 'Minute';
  readonly limit: number;
  readonly retryAfterMs: number;
}

/** Two token buckets for each account: one of seconds and one of minutes. */
export class RateLimiter {
  readonly #windows: { unit: 'Second' | 'Minute'; limit: number; lasts: number }[] = [];
  readonly #now: () => number;
  readonly #accounts = new Map<string, { tokens: number; at: number }[]>();

  constructor(limit: RateLimit | false, now: () => number) {
    this.#now = now;
    if (limit === false) return;
    this.#windows.push({ unit: 'Second', limit: limit.perSecond, lasts: 1000 });
    this.#windows.push({ unit: 'Minute', limit: limit.perMinute, lasts: 60_000 });
  }

  /** Counts one request of the account; says so if it is one too many, and then does not count it. */
  take(account: string): RateLimitExceeded | undefined {
    const at = this.#now();
    const before = this.#accounts.get(account);
    const buckets = this.#windows.map(({ limit, lasts }, index) => {
      const { tokens, at: since } = before?.[index] ?? { tokens: limit, at };
      return { tokens: Math.min(limit, tokens + ((at - since) * limit) / lasts), at };
    });
    this.#accounts.set(account, buckets);
    for (const [index, { unit, limit, lasts }] of this.#windows.entries()) {
      const { tokens = 0 } = buckets[index] ?? {};
      if (tokens < 1) return { unit, limit, retryAfterMs: Math.ceil(((1 - tokens) * lasts) / limit) };
    }
    for (const bucket of buckets) bucket.tokens -= 1;
    return undefined;
  }
}

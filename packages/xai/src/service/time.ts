import { numberOf } from '@grok-image/core';

/** An ISO 8601 time of Unix seconds; `undefined` for what is no time. */
export function timeOf(unixSeconds: unknown): string | undefined {
  const time = new Date((numberOf(unixSeconds) ?? Number.NaN) * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

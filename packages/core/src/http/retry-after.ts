/**
 * How long a service asked to wait, from whichever header it used: `retry-after-ms`, `retry-after` in seconds or
 * as a date, or `x-ratelimit-reset` in Unix seconds.
 *
 * @param headers - names in lower case
 * @returns milliseconds from now, `undefined` when no header says
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const milliseconds = headers['retry-after-ms'];
  if (isNumber(milliseconds)) return Number(milliseconds);

  const seconds = headers['retry-after'];
  if (isNumber(seconds)) return Number(seconds) * 1000;

  const reset = headers['x-ratelimit-reset'];
  const at = isNumber(reset) ? Number(reset) * 1000 : Date.parse(seconds ?? '');
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/**
 * The same headers with a `retry-after` in seconds wherever the service said how long to wait: the one form that
 * AI SDK 5 and later obey.
 */
export function withRetryAfter(headers: Readonly<Record<string, string>>): Record<string, string> {
  const milliseconds = retryAfterMs(headers);
  return milliseconds === undefined
    ? { ...headers }
    : { ...headers, 'retry-after': String(Math.ceil(milliseconds / 1000)) };
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && Number.isFinite(Number(text)) && Number(text) >= 0;
}

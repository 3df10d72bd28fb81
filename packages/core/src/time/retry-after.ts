/**
 * How long a service asked to wait: what `retry-after` says, else the time left until `x-ratelimit-reset` (Unix
 * seconds). A time that has passed says nothing, nor does a wait of none: whoever keeps to it asks again without end.
 *
 * @param headers - names in lower case
 * @returns milliseconds from now, `undefined` when no header says
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const reset = headers['x-ratelimit-reset'];
  const waits = [askedWaitMs(headers), isNumber(reset) ? Number(reset) * 1000 - nowOf(headers) : undefined];
  return waits.find(wait => wait !== undefined && wait > 0);
}

/** The same in so many words: `retry-after-ms`, or `retry-after` in seconds or as a date. */
function askedWaitMs(headers: Readonly<Record<string, string>>): number | undefined {
  const milliseconds = headers['retry-after-ms'];
  if (isNumber(milliseconds)) return Number(milliseconds);

  const after = headers['retry-after'];
  if (isNumber(after)) return Number(after) * 1000;
  return after !== undefined && httpDate.test(after) ? Date.parse(after) - nowOf(headers) : undefined;
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

/** What the service takes for now: a local clock that is wrong must not make a wait longer or none. */
export function nowOf({ date }: Readonly<Record<string, string>>): number {
  return date !== undefined && httpDate.test(date) ? Date.parse(date) : Date.now();
}

/** `Date.parse` alone reads a date into almost anything, `-5` among it. */
const httpDate = /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

function isNumber(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && Number.isFinite(Number(text)) && Number(text) >= 0;
}

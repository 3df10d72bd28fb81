import { nowOf, retryAfterMs } from '@grok-image/core/internal';

/** Headers as an answer has them, names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string>> | undefined;

/** How services name what is left of a limit, and when it is whole again: the drafts of the IETF, OpenAI, xAI, and others. */
const remainingNames = ['x-ratelimit-remaining-requests', 'x-ratelimit-remaining', 'ratelimit-remaining'];
const resetNames = ['x-ratelimit-reset-requests', 'x-ratelimit-reset', 'ratelimit-reset'];

/** Numbers from here on are times in Unix seconds. */
const firstUnixSeconds = 1e9;

/** For how long a 429 asks to send nothing, in milliseconds; `undefined` where it does not say, or says that it is over. */
export function pauseAfter429(headers: AnswerHeaders = {}): number | undefined {
  return retryAfterMs(headers) ?? (resetMs(headers) || undefined);
}

/** For how long nothing can be sent after an answer that says that nothing is left, in milliseconds; else 0. */
export function pauseAfterAnswer(headers: AnswerHeaders = {}): number {
  const isSpent = remainingNames.some(name => headers[name]?.trim() === '0');
  return isSpent ? (resetMs(headers) ?? 0) : 0;
}

function resetMs(headers: NonNullable<AnswerHeaders>): number | undefined {
  const text = resetNames.flatMap(name => headers[name] ?? [])[0]?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    return seconds < firstUnixSeconds ? seconds * 1000 : Math.max(0, seconds * 1000 - nowOf(headers));
  }
  return durationMs(text);
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Reads durations such as `6m0s`, `1.5s` and `20ms`. */
function durationMs(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (unitMs[unit] ?? 0),
    0,
  );
}

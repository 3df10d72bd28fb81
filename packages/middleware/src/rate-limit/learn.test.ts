import { expect, test } from 'vitest';
import { pauseAfter429, pauseAfterAnswer } from './learn.ts';

const date = 'Sun, 29 Nov 2026 12:00:00 GMT';
const now = Date.parse(date) / 1000;

test.each([
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after': '0' }, undefined],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:04 GMT' }, undefined],
  [{ 'ratelimit-reset': '0' }, undefined],
  [{ 'retry-after-ms': '250' }, 250],
  [{ 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
  [{ 'x-ratelimit-reset-requests': '1.5s' }, 1500],
  [{ 'x-ratelimit-reset-requests': '20ms' }, 20],
  [{ 'ratelimit-reset': '12' }, 12_000],
  [{ 'x-ratelimit-reset': String(now + 9), date }, 9000],
  [{ 'x-ratelimit-reset-requests': 'soon' }, undefined],
  [{}, undefined],
])('a 429 with %j asks for a pause of %s ms', (headers, pauseMs) => {
  expect(pauseAfter429(headers)).toBe(pauseMs);
});

test.each([
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s' }, 2000],
  [{ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '2s' }, 0],
  [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '5' }, 5000],
  [{ 'x-ratelimit-remaining': '0' }, 0],
  [undefined, 0],
])('an answer with %j asks for a pause of %s ms', (headers, pauseMs) => {
  expect(pauseAfterAnswer(headers)).toBe(pauseMs);
});

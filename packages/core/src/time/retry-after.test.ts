import { describe, expect, it, vi } from 'vitest';
import { stopClock } from '../test/time.ts';
import { retryAfterMs, withRetryAfter } from './retry-after.ts';

const inFourSeconds = 'Thu, 01 Jan 1970 00:00:04 GMT';

describe('how long a service asks to wait', () => {
  it.each([
    ['seconds', { 'retry-after': '5' }, 5000],
    ['no time', { 'retry-after': '0' }, undefined],
    ['no time rather than a reset', { 'retry-after-ms': '0', 'x-ratelimit-reset': '9' }, 9000],
    ['parts of a second', { 'retry-after': '0.5' }, 500],
    ['milliseconds', { 'retry-after-ms': '150' }, 150],
    ['milliseconds rather than seconds', { 'retry-after-ms': '150', 'retry-after': '1' }, 150],
    ['a date', { 'retry-after': inFourSeconds }, 4000],
    ['a rate-limit reset in Unix seconds', { 'x-ratelimit-reset': '9' }, 9000],
    ['seconds rather than a reset', { 'retry-after': '1', 'x-ratelimit-reset': '9' }, 1000],
    ['a date rather than a reset', { 'retry-after': inFourSeconds, 'x-ratelimit-reset': '9' }, 4000],
    ['a reset beside junk', { 'retry-after': 'soon', 'x-ratelimit-reset': '9' }, 9000],
    ['nothing', {}, undefined],
    ['a blank', { 'retry-after': ' ' }, undefined],
    ['a negative number', { 'retry-after': '-5' }, undefined],
    ['junk', { 'retry-after': 'later, 2' }, undefined],
    ['infinity', { 'retry-after': 'Infinity' }, undefined],
    ['a negative number of milliseconds', { 'retry-after-ms': '-1' }, undefined],
  ])('%s', (_, headers, milliseconds) => {
    stopClock();

    expect(retryAfterMs(headers)).toBe(milliseconds);
  });

  it('is unknown for a date or a reset that has passed', () => {
    stopClock();
    vi.setSystemTime(60_000);

    expect(retryAfterMs({ 'retry-after': inFourSeconds })).toBeUndefined();
    expect(retryAfterMs({ 'x-ratelimit-reset': '9' })).toBeUndefined();
  });

  it('is counted from the time of the answer, not from a local clock that is wrong', () => {
    stopClock();
    const date = new Date(3_600_000).toUTCString();
    const inTwoSeconds = new Date(3_602_000).toUTCString();

    expect(retryAfterMs({ date, 'retry-after': inTwoSeconds })).toBe(2000);
    expect(retryAfterMs({ date, 'x-ratelimit-reset': '3605' })).toBe(5000);
    expect(retryAfterMs({ date: 'today', 'retry-after': inTwoSeconds })).toBe(3_602_000);
  });
});

describe('the headers that AI SDK reads', () => {
  it.each([
    ['milliseconds', { 'retry-after-ms': '1500' }, '2'],
    ['a date', { 'retry-after': inFourSeconds }, '4'],
    ['a reset', { 'x-ratelimit-reset': '9' }, '9'],
    ['seconds', { 'retry-after': '5' }, '5'],
  ])('say in whole seconds what came as %s', (_, headers, seconds) => {
    stopClock();

    expect(withRetryAfter({ ...headers, 'x-request-id': '1' })).toEqual({
      ...headers,
      'retry-after': seconds,
      'x-request-id': '1',
    });
  });

  it('stay as they are when no wait was asked', () => {
    expect(withRetryAfter({ 'x-request-id': '1' })).toEqual({ 'x-request-id': '1' });
  });
});

import { APICallError } from '@ai-sdk/provider';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOutage } from './outage.ts';

const failed = (statusCode?: number, responseBody?: string): APICallError =>
  new APICallError({
    message: 'It failed.',
    url: 'https://api.x.ai/v1/images/job-1',
    requestBodyValues: {},
    ...(statusCode !== undefined && { statusCode }),
    ...(responseBody !== undefined && { responseBody }),
  });

describe('an outage', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([undefined, 200, 408, 429, 500, 503, 524])('with %s passes, however often', status => {
    const outage = createOutage({ mostRefusals: 0 });
    expect([1, 2, 3, 4, 5, 6].every(() => outage.survives(failed(status)))).toBe(true);
    expect(outage.failure).toMatchObject({ message: 'It failed.' });
  });

  it.each([302, 400, 403, 404, 409, 410])('with %i in a row is no outage any more', status => {
    const outage = createOutage({ mostRefusals: 2 });
    expect([1, 2, 3].map(() => outage.survives(failed(status)))).toEqual([true, true, false]);
  });

  it('begins anew after a look that brought something', () => {
    const outage = createOutage({ mostRefusals: 1 });
    expect(outage.survives(failed(404))).toBe(true);
    outage.end();
    expect(outage.failure).toBeUndefined();
    expect(outage.survives(failed(404))).toBe(true);
  });

  it('is none with a key that is refused, and with what is no failed request', () => {
    const outage = createOutage({ mostRefusals: 9 });
    expect(outage.survives(failed(401))).toBe(false);
    expect(outage.survives(new RangeError('A slip.'))).toBe(false);
  });

  it('may be a proxy that wants a login of its own', () => {
    const outage = createOutage({ mostRefusals: 1 });
    const login = failed(401, '\n<html><title>Sign in</title></html>');
    expect([outage.survives(login), outage.survives(login)]).toEqual([true, false]);
  });

  it('ends after its time', () => {
    vi.useFakeTimers();
    const outage = createOutage({ mostRefusals: 9, longestMs: 1000 });
    expect(outage.survives(failed(503))).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(outage.survives(failed(503))).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { rejectionOf, type Subject } from '../harness/subject.ts';

/** Submits that are paid every time: sent again only when it is certain that nothing was started. */
export function describeBillableSubmits({ sdk, stage, generate, model }: Subject): void {
  // AI SDK 4 waits its own 2 and 4 seconds, whatever the service asks for.
  const obeys = sdk.major > 4;
  const unlimited = () => ({ model: model({ rateLimit: false }) });

  describe('a request that was turned away', () => {
    test.each([
      ['429 with retry-after', { status: 429, headers: { 'retry-after': '3' } }, 3],
      ['429 without a header', { status: 429 }, 1],
      ['429 with retry-after 120', { status: 429, headers: { 'retry-after': '120' } }, 60],
    ])('waits for its turn after %s, and AI SDK never hears of it', async (_name, answer, seconds) => {
      stage.script({ ...answer, on: 'submit' });
      const { images } = await stage.inVirtualTime(() => generate({ maxRetries: 0 }));
      expect(images).toHaveLength(1);
      expect(stage.submitted).toHaveLength(2);
      expect(stage.waits).toEqual([seconds]);
      expect(stage.emulator.ledger).toHaveLength(1);
    });
  });

  describe('a request that was turned away, without a limiter', () => {
    test.each([
      ['429 with retry-after', { status: 429, headers: { 'retry-after': '1' } }, obeys ? 1 : 2],
      ['429 without a header', { status: 429 }, 2],
      ['429 with retry-after 120', { status: 429, headers: { 'retry-after': '120' } }, 2],
    ])('is repeated after %s and billed once', async (_name, answer, seconds) => {
      stage.script({ ...answer, on: 'submit' });
      const { images } = await stage.inVirtualTime(() => generate(unlimited()));
      expect(images).toHaveLength(1);
      expect(stage.submitted).toHaveLength(2);
      expect(stage.waits).toEqual([seconds]);
      expect(stage.emulator.ledger).toHaveLength(1);
    });

    test('is given up after three attempts, with all three errors', async () => {
      stage.script({ status: 429, on: 'submit', times: 3 });
      const error = await stage.inVirtualTime(() => rejectionOf(generate(unlimited())));
      expect(error).toSatisfy(sdk.RetryError.isInstance);
      expect(error).toMatchObject({ reason: 'maxRetriesExceeded', errors: { length: 3 } });
      expect(stage.waits).toEqual([2, 4]);
      expect(stage.emulator.ledger).toEqual([]);
    });

    test('surfaces as it is when the caller wants no retries', async () => {
      stage.script({ status: 429, on: 'submit' });
      const error = await rejectionOf(generate({ ...unlimited(), maxRetries: 0 }));
      expect(error).toSatisfy(sdk.APICallError.isInstance);
      expect(error).toMatchObject({ statusCode: 429, isRetryable: true });
      expect(stage.submitted).toHaveLength(1);
    });
  });

  describe('a request that may have been paid', () => {
    test.each([
      ['status 409', { status: 409 }],
      ['status 500', { status: 500 }],
      ['status 501', { status: 501 }],
      ['status 503', { status: 503 }],
      ['503 with retry-after of somebody', { status: 503, headers: { 'retry-after': '5' } }],
      ['status 529', { status: 529 }],
      ['a reset connection', { reset: 'after' }],
      ['an answer that breaks off', { cut: 0.5 }],
    ] as const)('is not repeated after %s', async (_name, fault) => {
      stage.script({ ...fault, on: 'submit' });
      const error = await rejectionOf(generate());
      expect(error).toSatisfy(sdk.APICallError.isInstance);
      expect(error).toMatchObject({
        isRetryable: false,
        message: expect.stringContaining('may have been carried out and billed'),
      });
      expect(stage.submitted).toHaveLength(1);
    });
  });
}

/** Submits that carry a key: sent again under the same one, so that there is one job and one charge. */
export function describeIdempotentSubmits({ stage, generate }: Subject): void {
  describe('a submit that got no usable answer', () => {
    test.each([
      ['status 429', { status: 429 }],
      ['status 429 with retry-after', { status: 429, headers: { 'retry-after': '5' } }],
      ['status 500', { status: 500 }],
      ['status 503', { status: 503 }],
      ['a reset before it arrived', { reset: 'before' }],
      ['a reset after it was accepted', { reset: 'after' }],
      ['an answer that breaks off', { cut: 0.5 }],
    ] as const)('is repeated with the same body after %s and billed once', async (_name, fault) => {
      stage.script({ ...fault, on: 'submit' });
      const { images } = await stage.inVirtualTime(() => generate());
      expect(images).toHaveLength(1);
      const [first, second, ...others] = stage.submitted;
      expect(second).toEqual(first);
      expect(others).toEqual([]);
      expect(stage.emulator.ledger).toHaveLength(1);
    });

    test('is given up at the deadline with an error that says whether it may have been billed', async () => {
      stage.script({ reset: 'after', on: 'submit', times: Infinity });
      const error = await stage.inVirtualTime(() => rejectionOf(generate()));
      expect(error).toMatchObject({
        name: 'GenerationTimeoutError',
        message: expect.stringContaining('may have been started and billed'),
        resume: { externalId: expect.any(String) },
      });
      expect(new Set(stage.submitted.map(body => JSON.stringify(body))).size).toBe(1);
      expect(stage.emulator.ledger).toHaveLength(1);
    });
  });
}

import { describe, expect, test } from 'vitest';
import { rejectionOf, type Subject } from '../harness/subject.ts';

/** What is sent again, when, and what never is because it may be paid. */
export function describeRetries({ backend, sdk, stage, generate }: Subject): void {
  const { key } = backend;
  // AI SDK 4 waits its own 2 and 4 seconds, whatever the service asks for.
  const obeys = sdk.major > 4;

  describe('a request that was never started', () => {
    test.each([
      ['429 with retry-after', { status: 429, headers: { 'retry-after': '1' } }, obeys ? 1 : 2],
      ['429 without a header', { status: 429 }, 2],
      ['503 with retry-after', { status: 503, headers: { 'retry-after': '5' } }, obeys ? 5 : 2],
      ['429 with retry-after 120', { status: 429, headers: { 'retry-after': '120' } }, 2],
    ])('is repeated after %s and billed once', async (_name, answer, seconds) => {
      stage.script({ ...answer, on: 'submit' });
      const { images } = await stage.inVirtualTime(() => generate());
      expect(images).toHaveLength(1);
      expect(stage.submitted).toHaveLength(2);
      expect(stage.waits).toEqual([seconds]);
      expect(stage.emulator.ledger).toHaveLength(1);
    });

    test('is given up after three attempts, with all three errors', async () => {
      stage.script({ status: 429, on: 'submit', times: 3 });
      const error = await stage.inVirtualTime(() => rejectionOf(generate()));
      expect(error).toSatisfy(sdk.RetryError.isInstance);
      expect(error).toMatchObject({ reason: 'maxRetriesExceeded', errors: { length: 3 } });
      expect(stage.waits).toEqual([2, 4]);
      expect(stage.emulator.ledger).toEqual([]);
    });

    test('surfaces as it is when the caller wants no retries', async () => {
      stage.script({ status: 429, on: 'submit' });
      const error = await rejectionOf(generate({ maxRetries: 0 }));
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
      ['status 503 without retry-after', { status: 503 }],
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

  describe('a request that was refused', () => {
    test.each([400, 401, 402, 403, 404, 422])(
      'with %i surfaces as it is, after one request',
      async status => {
        stage.script({ status, on: 'submit' });
        const error = await rejectionOf(generate());
        expect(error).toSatisfy(sdk.APICallError.isInstance);
        expect(error).toMatchObject({ statusCode: status, isRetryable: false });
        expect(stage.submitted).toHaveLength(1);
        expect(stage.emulator.ledger).toEqual([]);
      },
    );

    test('tells the reason even when it came as plain text', async () => {
      const text = 'Failed to deserialize the JSON body: unknown variant `4k`';
      stage.script({ status: 422, body: text, on: 'submit' });
      await expect(generate()).rejects.toThrow('unknown variant `4k`');
    });
  });

  describe('a job that was submitted', () => {
    const polling = { providerOptions: { [key]: backend.pollingOptions } };

    test.each([
      ['status 503', { status: 503 }],
      ['status 429', { status: 429 }],
      ['a reset connection', { reset: 'after' }],
      ['an answer that breaks off', { cut: 0.5 }],
    ] as const)('is collected without another submit after %s of a poll', async (_name, fault) => {
      stage.script({ ...fault, on: 'poll' });
      const { images } = await stage.inVirtualTime(() => generate(polling));
      expect(images).toHaveLength(1);
      expect(stage.submitted).toHaveLength(1);
      expect(stage.emulator.ledger).toHaveLength(1);
    });

    test.each([
      ['status 503', { status: 503 }],
      ['status 503 with retry-after', { status: 503, headers: { 'retry-after': '1' } }],
      ['status 429', { status: 429 }],
    ])('is not submitted again after %s of every poll', async (_name, answer) => {
      stage.script({ ...answer, on: 'poll', times: Infinity });
      const error = await stage.inVirtualTime(() => rejectionOf(generate(polling)));
      expect(error).toSatisfy(sdk.APICallError.isInstance);
      expect(error).toMatchObject({ isRetryable: false });
      expect(stage.submitted).toHaveLength(1);
    });

    test('is not submitted again when a download fails at first', async () => {
      stage.script({ status: 503, on: 'content', times: 2 });
      const { images } = await stage.inVirtualTime(() => generate());
      expect(images).toHaveLength(1);
      expect(stage.submitted).toHaveLength(1);
    });
  });
}

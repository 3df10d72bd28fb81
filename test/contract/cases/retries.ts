import { causeOf } from '@grok-image/core';
import { describe, expect, test } from 'vitest';
import { rejectionOf, type Subject } from '../harness/subject.ts';
import { describeBillableSubmits, describeIdempotentSubmits } from './submits.ts';
import { where } from '../harness/where.ts';

/** What is sent again, when, and what never is because it may be paid. */
export function describeRetries(subject: Subject): void {
  const { backend, sdk, stage, generate, model } = subject;
  const { key } = backend;
  if (backend.submit === 'billable') describeBillableSubmits(subject);
  else describeIdempotentSubmits(subject);
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

    test('after a repeat is what causeOf finds behind the error of AI SDK', async () => {
      stage.script({ status: 429, on: 'submit', times: 1 });
      stage.script({ status: 400, on: 'submit' });
      const error = await stage.inVirtualTime(() => rejectionOf(generate()));
      expect(causeOf(error)).toSatisfy(sdk.APICallError.isInstance);
      expect(causeOf(error)).toMatchObject({ statusCode: 400, isRetryable: false });
      expect(stage.submitted).toHaveLength(2);
    });

    test('tells the reason even when it came as plain text', async () => {
      const text = 'Failed to deserialize the JSON body: unknown variant `4k`';
      // For ever: a key that is paid once is worth another attempt after words that anything in between may have said.
      stage.script({ status: 422, body: text, on: 'submit', times: Infinity });
      const error = await stage.inVirtualTime(() => rejectionOf(generate()));
      expect(error).toHaveProperty('message', expect.stringContaining('unknown variant `4k`'));
      expect(stage.emulator.ledger).toEqual([]);
    });
  });

  where(backend.pollingOptions, () => {
    describe('a job that was submitted', () => {
      const polling = { providerOptions: { [key]: backend.pollingOptions ?? {} } };

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
        const options = { ...polling, model: model({ timeout: 30_000 }) };
        const error = await stage.inVirtualTime(() => rejectionOf(generate(options)));
        expect(error).toMatchObject({ name: backend.lostJob });
        expect(stage.submitted).toHaveLength(1);
      });
    });
  });

  describe('a submit', () => {
    test('is not repeated when a download fails at first', async () => {
      stage.script({ status: 503, on: 'content', times: 2 });
      const { images } = await stage.inVirtualTime(() => generate());
      expect(images).toHaveLength(1);
      expect(stage.submitted).toHaveLength(1);
    });
  });
}

import { describe, expect, it } from 'vitest';
import { image, workflow } from '../test/workflow.ts';
import { toFailure } from './failure.ts';

const details = { provider: 'civitai.image', modelId: 'grok', workflowId: 'w1' };

/** The error of a workflow whose only step failed. */
function failed(step: object, rest: object = {}) {
  const request = { url: 'https://example.com/w1', body: {} };
  return toFailure(workflow({ status: 'failed', ...step }, { status: 'failed', ...rest }), details, request);
}

describe('why it failed', () => {
  it.each([
    ['output.errors', { output: { errors: ['Out of luck'] } }],
    ['a job', { jobs: [{ status: 'failed', reason: 'Out of luck' }] }],
    ['a job in other words', { jobs: [{ status: 'failed', error: 'Out of luck' }] }],
    ['the metadata', { metadata: { error: 'Out of luck' } }],
    ['the step', { reason: 'Out of luck' }],
    ['a list where a text is usual', { reason: [7, 'Out of luck'] }],
    ['a text where a list is usual', { metadata: { errors: 'Out of luck' } }],
    [
      'several places at once',
      { reason: 'Out of luck', output: { errors: ['Out of luck'] }, jobs: [{ reason: 'Out of luck' }] },
    ],
  ])('reads the reason from %s, once', (_, step) => {
    const error = failed(step);
    expect(error).toMatchObject({
      name: 'GenerationFailedError',
      workflowId: 'w1',
      reasons: ['Out of luck'],
    });
    expect(error.message).toMatch(/^Failed to .* workflow w1 ended as failed: Out of luck\. /);
  });

  it.each([
    ['the token blocked', { jobs: [{ status: 'failed', reason: 'blocked' }] }],
    ['a blockedReason of the job', { jobs: [{ status: 'failed', blockedReason: 'adult' }] }],
    [
      'a blockedReason of an image',
      { output: { images: [{ ...image, available: false, blockedReason: 'x' }] } },
    ],
    ['prose', { jobs: [{ status: 'failed', reason: 'Generated image rejected by content moderation.' }] }],
  ])('is a matter of moderation by %s', (_, step) => {
    expect(failed(step)).toMatchObject({ name: 'ContentModerationError', isRetryable: false });
  });

  it('says what was billed, and nothing of money that was given back', () => {
    const debit = { type: 'debit', amount: 26, accountType: 'blue' };
    const list = [debit, { ...debit, type: 'credit' }];
    expect(failed({}, { transactions: { list: [debit] } })).toMatchObject({ cost: { buzz: 26 } });
    expect(failed({}, { transactions: { list } }).cost).toBeUndefined();
  });

  it.each([
    ['a failure without a reason', 'failed', [], 'Send it again. If it fails once more'],
    ['a workflow that somebody canceled', 'canceled', ['canceled'], 'Is it still wanted? Send it again.'],
    ['a failure for another reason', 'failed', ['Out of luck'], 'Check the reason'],
  ])('says what to do about %s', (_, status, reasons, advice) => {
    const error = failed({ status, output: { errors: reasons } }, { status });
    expect(error.message).toContain(advice);
  });

  it('does not say to send again what a key of the caller brings back for ever', () => {
    const request = { url: 'https://example.com/w1', body: {}, hasOwnKey: true };
    const { message } = toFailure(workflow({ status: 'failed' }, { status: 'failed' }), details, request);
    expect(message).toContain('Use another externalId: the same one brings the same failure.');
    expect(message).not.toContain('Send it again');
  });

  it('explains a success without an image', () => {
    const error = toFailure(workflow(), details, { url: 'https://example.com/w1', body: {} });
    expect(error.message).toMatch(/made no image: the service gave no reason/);
  });
});

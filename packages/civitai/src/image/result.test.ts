import { describe, expect, it } from 'vitest';
import { chargedBuzz } from '../workflow/cost.ts';
import { readWorkflow } from '../workflow/workflow.ts';
import { toFailure } from './failure.ts';
import { toProgress } from './progress.ts';
import { readResult } from './result.ts';

const image = { type: 'image', id: 'blob-1', available: true, url: 'https://example.com/1.png' };
const details = { provider: 'civitai.image', modelId: 'grok', workflowId: 'w1' };
const expectation = { n: 1, hideMatureContent: false };

/** A finished workflow of one step. */
function workflow(step: object = {}, rest: object = {}) {
  return readWorkflow({
    id: 'w1',
    status: 'succeeded',
    steps: [{ $type: 'imageGen', name: 'image-1', status: 'succeeded', ...step }],
    ...rest,
  });
}

describe('reading a workflow', () => {
  it('delivers the abbreviated answer of the recipe, which leaves available out', () => {
    const { images, warnings } = readResult(
      workflow({ output: { images: [{ id: 'blob_1', url: 'https://example.com/signed.png' }] } }),
      expectation,
    );
    expect(images).toEqual([{ step: 'image-1', blob: expect.objectContaining({ id: 'blob_1' }) }]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['an odd neighbour', [null, 7, image]],
    ['fields of odd types', [{ ...image, width: 'wide', nsfwLevel: 3, urlExpiresAt: [], blockedReason: {} }]],
  ])('does not lose an image to %s', (_, images) => {
    expect(readResult(workflow({ output: { images } }), expectation).images).toHaveLength(1);
  });

  it('does not lose an image to odd fields of the workflow, the step and the job', () => {
    const odd = workflow(
      {
        name: 5,
        jobs: [null, 'x', { queuePosition: 3 }],
        metadata: [],
        input: 'x',
        output: { images: [image] },
      },
      { cost: 'free', transactions: { list: 'none' }, externalId: 6, completedAt: 0 },
    );
    expect(readResult(odd, expectation).images).toEqual([
      { step: '$0', blob: expect.objectContaining({ id: 'blob-1' }) },
    ]);
  });

  it('cuts short what would fill a message, and takes no id that is longer than an id', () => {
    const long = 'x'.repeat(100_000);
    const { id, steps } = workflow({ jobs: [{ reason: long }], output: { errors: [long] } }, { id: long });
    expect(id).toBeUndefined();
    expect(steps[0]?.jobs[0]?.reasons[0]).toHaveLength(500);
    expect(steps[0]?.errors[0]).toHaveLength(500);
  });

  it.each([-26, 1e300])('takes %d for no price', total => {
    expect(chargedBuzz(workflow({}, { cost: { total } }))).toBeUndefined();
  });

  it('reads images from blobs, the name in some samples of the service', () => {
    expect(readResult(workflow({ output: { blobs: [image] } }), expectation).images).toHaveLength(1);
  });

  it('refuses an answer that is no workflow', () => {
    expect(() => readWorkflow({ message: 'hello' })).toThrow(/no workflow/);
    expect(() => readWorkflow(undefined)).toThrow(/no workflow/);
  });
});

describe('what is missing', () => {
  it('leaves out what is not available and says why', () => {
    const { images, warnings } = readResult(
      workflow({
        input: { quantity: 3 },
        output: { images: [image, { ...image, available: false, blockedReason: 'Too spicy.' }] },
      }),
      { ...expectation, n: 3 },
    );
    expect(images).toHaveLength(1);
    expect(warnings).toEqual([
      { type: 'other', message: '2 images of step image-1 are missing: Too spicy.' },
    ]);
  });

  it('leaves out an image without an address only where mature ones are hidden', () => {
    const withoutUrl = workflow({ output: { images: [{ ...image, url: null }] } });
    expect(readResult(withoutUrl, expectation).images).toHaveLength(1);
    const hidden = readResult(withoutUrl, { ...expectation, hideMatureContent: true });
    expect(hidden.images).toHaveLength(0);
    expect(JSON.stringify(hidden.warnings)).toMatch(/hidden/);
  });

  it('says how many did not come back when no step accounts for them', () => {
    const { warnings } = readResult(workflow({ output: { images: [image] } }), { ...expectation, n: 4 });
    expect(warnings).toEqual([
      {
        type: 'other',
        message:
          "3 of 4 images did not come back. Pass providerOptions.civitai.workflowId 'w1' to collect its images without paying again.",
      },
    ]);
  });
});

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
    ['a failure without a reason', 'failed', [], 'Send it again once; if that fails, too'],
    ['a workflow that somebody canceled', 'canceled', ['canceled'], 'if it is still wanted'],
    ['a failure for another reason', 'failed', ['Out of luck'], 'Check the reason'],
  ])('says what to do about %s', (_, status, reasons, advice) => {
    const error = failed({ status, output: { errors: reasons } }, { status });
    expect(error.message).toContain(advice);
  });

  it('explains a success without an image', () => {
    const error = toFailure(workflow(), details, { url: 'https://example.com/w1', body: {} });
    expect(error.message).toMatch(/made no image: the service gave no reason/);
  });
});

describe('cost', () => {
  it('is what was taken less what was given back, whatever the price says', () => {
    const list = [
      { type: 'debit', amount: 100, accountType: 'blue' },
      { type: 'debit', amount: 8, accountType: 'yellow' },
      { type: 'credit', amount: 52, accountType: 'blue' },
    ];
    expect(chargedBuzz(workflow({}, { transactions: { list }, cost: { total: 108 } }))).toBe(56);
  });

  it('is the price when no transactions are told, and unknown without either', () => {
    expect(chargedBuzz(workflow({}, { cost: { total: 26 } }))).toBe(26);
    expect(chargedBuzz(workflow())).toBeUndefined();
  });
});

describe('progress', () => {
  it('is the mean of the steps, with the queue of the one that is under way', () => {
    const running = readWorkflow({
      id: 'w1',
      status: 'processing',
      steps: [
        { name: 'image-1', status: 'succeeded' },
        {
          name: 'image-2',
          status: 'scheduled',
          estimatedProgressRate: 0.5,
          jobs: [{ status: 'scheduled', queuePosition: { precedingJobs: 4 } }],
        },
      ],
    });
    expect(toProgress(running, 'w1')).toEqual({
      workflowId: 'w1',
      status: 'processing',
      progress: 0.75,
      queuePosition: 4,
      step: 'image-2',
    });
  });
});

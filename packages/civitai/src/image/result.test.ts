import { describe, expect, it } from 'vitest';
import { image, workflow } from '../test/workflow.ts';
import { readResult } from './result.ts';

const expectation = { n: 1, hideMatureContent: false };

describe('what came back', () => {
  it('delivers the abbreviated answer of the recipe, which leaves available out', () => {
    const { images, warnings } = readResult(
      workflow({ output: { images: [{ id: 'blob_1', url: 'https://example.com/signed.png' }] } }),
      expectation,
    );
    expect(images).toEqual([{ index: 0, step: 'image-1', blob: expect.objectContaining({ id: 'blob_1' }) }]);
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
      { index: 0, step: '$0', blob: expect.objectContaining({ id: 'blob-1' }) },
    ]);
  });

  it('reads images from blobs, the name in some samples of the service', () => {
    expect(readResult(workflow({ output: { blobs: [image] } }), expectation).images).toHaveLength(1);
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

  it.each([
    [{ errors: ['Out of time.'] }, 'Step image-1 ended as expired (Out of time), but all its images came.'],
    [{}, 'Step image-1 ended as expired, but all its images came.'],
  ])('is nothing where a step brought all its images, however it ended', (output, message) => {
    const step = { status: 'expired', input: { quantity: 1 }, output: { images: [image], ...output } };
    expect(readResult(workflow(step), expectation).warnings).toEqual([{ type: 'other', message }]);
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

import { describe, expect, it } from 'vitest';
import { readWorkflow } from '../workflow/read-workflow.ts';
import { toProgress } from './progress.ts';

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

  it('has the pictures of the steps that are over, while others run', () => {
    const blobs = [{ type: 'image', id: 'blob-1', available: true, url: 'https://example.com/1.png' }];
    const running = readWorkflow({
      id: 'w1',
      status: 'processing',
      steps: [
        { $type: 'imageGen', status: 'processing', input: { quantity: 2 }, output: { images: blobs } },
        { $type: 'imageGen', status: 'succeeded', input: { quantity: 1 }, output: { images: blobs } },
      ],
    });
    expect(toProgress(running, 'w1').paid).toEqual([
      { index: 2, url: 'https://example.com/1.png', blobId: 'blob-1' },
    ]);
  });
});

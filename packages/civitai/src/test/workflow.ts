import type { Workflow } from '../workflow/workflow.ts';
import { readWorkflow } from '../workflow/read-workflow.ts';

/** An image as the service tells of it. */
export const image = { type: 'image', id: 'blob-1', available: true, url: 'https://example.com/1.png' };

/** A finished workflow of one step. */
export function workflow(step: object = {}, rest: object = {}): Workflow {
  return readWorkflow({
    id: 'w1',
    status: 'succeeded',
    steps: [{ $type: 'imageGen', name: 'image-1', status: 'succeeded', ...step }],
    ...rest,
  });
}

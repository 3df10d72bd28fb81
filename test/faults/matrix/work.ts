import { everywhere, ofJob, ofWorkflow, rowsAt, xaiAndCivitai } from './expect.ts';
import type { Effect, FaultRow } from './row.ts';

const works: Readonly<Record<string, Effect>> = {
  'one refused of four': { moderate: 'flag', items: [1] },
  'all refused with HTTP 400': { moderate: 'refuse' },
  'all refused as flagged items': { moderate: 'flag' },
  'all refused as an empty list': { moderate: 'empty' },
  'all refused as a failed job': { moderate: 'fail' },
  'fewer images than billed': { dropImages: 1 },
  'unknown status of a job': { jobStatus: 'archived' },
  'failed workflow': { jobStatus: 'failed' },
  'expired workflow': { jobStatus: 'expired' },
  'canceled workflow': { jobStatus: 'canceled' },
  'failed workflow without a reason': { stepFault: { outcome: 'failed', reasonIn: 'none' } },
  'stuck workflow': { stepFault: { outcome: 'stuck' } },
  'blob blocked': { stepFault: { blockImages: [0] } },
  'blob withheld as mature': { stepFault: { mature: true } },
  'blob unavailable': { stepFault: { loseImages: [0] } },
  'all blobs unavailable': { stepFault: { loseImages: [0, 1] } },
};

/** Faults of one image of four. */
const ofFour = ['one refused of four', 'fewer images than billed'];

const submit = rowsAt('submit', works);

/** The work itself: refused, failed, or done in part. */
export const workRows: readonly FaultRow[] = [
  submit('one refused of four', everywhere([1, 4, 3, 0, 'delivered'])),
  submit(
    'all refused with HTTP 400',
    xaiAndCivitai([1, 2, 0, 0, 'ContentModerationError'], [1, 0, 0, 0, 'AI_APICallError']),
  ),
  submit('all refused as flagged items', everywhere([1, 2, 0, 0, 'ContentModerationError'])),
  submit(
    'all refused as an empty list',
    xaiAndCivitai([1, 2, 0, 0, 'ContentModerationError'], [1, 0, 0, 0, 'GenerationFailedError']),
  ),
  submit(
    'all refused as a failed job',
    xaiAndCivitai([1, 2, 0, 0, 'ContentModerationError'], [1, 0, 0, 0, 'ContentModerationError']),
  ),
  submit('fewer images than billed', xaiAndCivitai([1, 4, 3, 0, 'delivered'], [1, 3, 3, 0, 'delivered'])),
  submit('unknown status of a job', ofJob([1, 2, 0, 0, 'GenerationTimeoutError'], [1, 2, 2, 0, 'delivered'])),
  submit('failed workflow', ofWorkflow([1, 0, 0, 0, 'GenerationFailedError'])),
  submit('expired workflow', ofWorkflow([1, 0, 0, 0, 'GenerationFailedError'])),
  submit('canceled workflow', ofWorkflow([1, 0, 0, 0, 'GenerationFailedError'])),
  submit('failed workflow without a reason', ofWorkflow([1, 0, 0, 0, 'GenerationFailedError'])),
  submit('stuck workflow', ofWorkflow([1, 2, 0, 0, 'GenerationTimeoutError'])),
  submit('blob blocked', ofWorkflow([1, 2, 1, 0, 'delivered'])),
  submit('blob withheld as mature', ofWorkflow([1, 2, 0, 0, 'ImageDownloadError'])),
  submit('blob unavailable', ofWorkflow([1, 1, 1, 0, 'delivered'])),
  submit('all blobs unavailable', ofWorkflow([1, 0, 0, 0, 'GenerationFailedError'])),
].map(row => (ofFour.includes(row.name) ? { ...row, n: 4 } : row));

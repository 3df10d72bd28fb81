import { network, statuses } from './effects.ts';
import { ofSplit, ofSplitDownload, ofSplitPoll, rowsAt } from './expect.ts';
import type { Effect, FaultRow } from './row.ts';

const effects: Readonly<Record<string, Effect>> = {
  ...network,
  ...statuses,
  refusal: { moderate: 'refuse' },
  HTML: { malform: 'html' },
};

const submit = rowsAt('submit', effects);
const poll = rowsAt('poll', effects);
const content = rowsAt('content', effects);

/** Calls for twelve images, which are two requests to xAI and the gateways: of ten images and of two. */
export const splitRows: readonly FaultRow[] = [
  submit('refusal', ofSplit([2, 12, 2, 0, 'delivered']), ofSplit([2, 12, 0, 0, 'GenerationIncompleteError'])),
  poll(
    '404',
    ofSplitPoll([2, 12, 12, 0, 'delivered']),
    ofSplitPoll([2, 12, 0, 12, 'GenerationIncompleteError']),
  ),
  content(
    '403',
    ofSplitDownload([2, 12, 12, 0, 'delivered']),
    ofSplitDownload([2, 12, 0, 12, 'GenerationIncompleteError']),
  ),
  content(
    'HTML',
    ofSplitDownload([2, 12, 12, 0, 'delivered']),
    ofSplitDownload([2, 12, 0, 12, 'GenerationIncompleteError']),
  ),
].map(row => ({ ...row, name: `two requests, ${row.name}`, n: 12 }));

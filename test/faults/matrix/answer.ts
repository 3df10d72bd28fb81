import { bareBlobs, mixedBlobs, stepsEmpty, stepsNull } from './edits.ts';
import { answers } from './effects.ts';
import { everywhere, immediate, polled, rowsAt, xaiAndCivitai } from './expect.ts';
import type { Effect, FaultRow } from './row.ts';

/** A workflow has steps and blobs where an answer of xAI has `data` and items. */
const inWorkflow: Readonly<Record<string, Effect>> = {
  ...answers,
  'data null': { edit: stepsNull },
  'data []': { edit: stepsEmpty },
  'items without url and b64': { edit: bareBlobs },
  'mixed items': { edit: mixedBlobs },
};

const submit = rowsAt('submit', answers);
const poll = rowsAt('poll', answers);

/** Answers with HTTP 200 that cannot be used, or not all of them. */
export const answerRows: readonly FaultRow[] = [
  submit(
    'wrong types',
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], [2, 2, 2, 0, 'delivered']),
    xaiAndCivitai([1, 2, 0, 0, 'AI_APICallError'], ['several', 2, 0, 2, 'GenerationTimeoutError']),
  ),
  submit('__proto__ keys', everywhere([1, 2, 2, 0, 'delivered']), everywhere([1, 2, 2, 0, 'delivered'])),
  submit(
    'data null',
    immediate(
      [1, 2, 0, 0, 'AI_APICallError'],
      [1, 2, 0, 0, 'AI_APICallError'],
      [1, 2, 0, 2, 'GenerationFailedError'],
    ),
    immediate(
      [1, 2, 0, 0, 'AI_APICallError'],
      [1, 2, 0, 0, 'AI_APICallError'],
      [1, 2, 0, 2, 'GenerationFailedError'],
    ),
  ),
  submit(
    'data []',
    immediate(
      [1, 2, 0, 0, 'ContentModerationError'],
      [1, 2, 0, 0, 'ContentModerationError'],
      [1, 2, 0, 2, 'GenerationFailedError'],
    ),
    immediate(
      [1, 2, 0, 0, 'ContentModerationError'],
      [1, 2, 0, 0, 'ContentModerationError'],
      [1, 2, 0, 2, 'GenerationFailedError'],
    ),
  ),
  submit(
    'items without url and b64',
    immediate(
      [1, 2, 0, 0, 'GenerationFailedError'],
      [1, 2, 0, 0, 'GenerationFailedError'],
      [1, 2, 0, 2, 'GenerationFailedError'],
    ),
    immediate(
      [1, 2, 0, 0, 'GenerationFailedError'],
      [1, 2, 0, 0, 'GenerationFailedError'],
      [1, 2, 0, 2, 'GenerationFailedError'],
    ),
  ),
  submit(
    'mixed items',
    immediate([1, 4, 1, 0, 'delivered'], [1, 4, 1, 0, 'delivered'], [1, 4, 1, 3, 'delivered']),
  ),
  poll(
    'wrong types',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationTimeoutError']),
  ),
  poll(
    '__proto__ keys',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
  ),
  poll(
    'data null',
    polled([1, 2, 2, 0, 'delivered'], [1, 2, 0, 2, 'GenerationFailedError']),
    polled([1, 2, 0, 2, 'GenerationTimeoutError'], [1, 2, 0, 2, 'GenerationFailedError']),
  ),
  poll(
    'data []',
    polled([1, 2, 0, 2, 'ContentModerationError'], [1, 2, 0, 2, 'GenerationFailedError']),
    polled([1, 2, 0, 2, 'ContentModerationError'], [1, 2, 0, 2, 'GenerationFailedError']),
  ),
  poll(
    'items without url and b64',
    polled([1, 2, 0, 2, 'GenerationFailedError'], [1, 2, 0, 2, 'GenerationFailedError']),
    polled([1, 2, 0, 2, 'GenerationFailedError'], [1, 2, 0, 2, 'GenerationFailedError']),
  ),
  poll('mixed items', polled([1, 4, 1, 0, 'delivered'], [1, 4, 1, 3, 'delivered'])),
].map(toRow);

/** At a poll, the look that finds the work done: the third at xAI's emulated job, the second at the workflow. */
function toRow(row: FaultRow): FaultRow {
  const { name, at, effect } = row;
  const civitai = inWorkflow[name] ?? effect;
  return {
    ...row,
    ...(name === 'mixed items' && { n: 4 }),
    effectIn:
      at === 'poll' ? { deferred: { ...effect, after: 2 }, civitai: { ...civitai, after: 1 } } : { civitai },
  };
}

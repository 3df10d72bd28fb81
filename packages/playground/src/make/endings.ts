import type { Cost, Problem } from '../protocol/run.ts';
import type { RunRecord } from '../store/lines.ts';

/** Why a call is over that this process finds open, and that nothing leads to. */
export function toLostProblem({ isSent }: RunRecord, title: string): Problem {
  return isSent
    ? {
        kind: 'failed',
        what: `The playground ended while ${title} made it, and ${title} has no way to ask what became of it.`,
        money: 'It may have been billed.',
        advice: `Look at your account at ${title} before you make it again.`,
        canCollect: false,
      }
    : {
        kind: 'failed',
        what: 'The playground ended before it was sent.',
        money: 'Nothing was billed.',
        advice: 'Make it again.',
        canCollect: false,
      };
}

/** What an earlier call left that nothing was found of. */
export function toNothingFound(state: 'absent' | 'gone', title: string): Problem {
  return state === 'absent'
    ? {
        kind: 'failed',
        what: `${title} knows of no such call: it did not arrive there.`,
        money: 'Nothing was billed.',
        advice: 'Make it again.',
        canCollect: false,
      }
    : {
        kind: 'download',
        what: `The pictures were made, and their addresses at ${title} lead nowhere any more.`,
        money: 'It was billed.',
        advice: `Look at your account at ${title}.`,
        canCollect: false,
      };
}

/** What is said of a call that a person ended. */
export function toCancelled({ isSent, canCollect }: { isSent: boolean; canCollect: boolean }): Problem {
  return {
    kind: 'cancelled',
    what: 'You cancelled it.',
    money: isSent ? 'What was made until then may have been billed.' : 'Nothing was billed.',
    advice: canCollect
      ? 'Press “Collect”: it brings what was made, and pays nothing.'
      : 'Make it again when you like.',
    canCollect,
  };
}

/** What is said of an answer without a picture. */
export function toNoPicture(warnings: readonly string[], cost: Cost | undefined): Problem {
  const [what = 'No picture came.'] = warnings;
  return {
    kind: 'failed',
    what,
    money: cost === undefined ? 'It may have been billed.' : 'It was billed.',
    advice: 'Change the prompt, or look at your account there.',
    cost,
    canCollect: false,
  };
}

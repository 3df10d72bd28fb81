import { fieldOf, messageOf } from '../caller/errors.ts';
import { wishOf, type PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import { billsFor, exchangesOf, isPaid } from './facts.ts';
import type { Violation } from './violation.ts';

const saysGone = /is gone since/;

/**
 * Equal calls behind a cache are paid once: whoever comes while one runs, or after it, gets its pictures, and whoever waits
 * for one shares its failure. Who pays again, as the process of the first is gone, says so. Under a key, nobody is told what became of a call that still goes on.
 */
export function shared(play: Play): readonly Violation[] {
  const { stack } = play.scenario;
  // What a store does not hold, nobody can know of.
  if (!stack?.cache || stack.stores !== undefined) return [];
  return [...paidAgain(play), ...toldTooEarly(play)];
}

function paidAgain(play: Play): Violation[] {
  return play.calls.flatMap(first => {
    const others = play.calls.filter(
      other => other !== first && wishOf(other) === wishOf(first) && isAlike(other, first),
    );
    const [paidAtMs] = paidBy(play, first);
    if (paidAtMs === undefined) return [];
    return others.flatMap(other => {
      const again = paidBy(play, other).filter(atMs => atMs > paidAtMs);
      return again.length > 0 ? judge(play, first, other, again) : [];
    });
  });
}

function toldTooEarly(play: Play): Violation[] {
  // That a key is another request's is known at once.
  const told = play.calls.filter(
    ({ error }) =>
      fieldOf(error, 'name') === 'IdempotencyKeyError' && fieldOf(error, 'reason') !== 'otherRequest',
  );
  return told.flatMap(other => {
    const goesOn = play.calls.find(
      first =>
        first !== other &&
        first.script.key === other.script.key &&
        exchangesOf(play, first).some(
          ({ atMs, seen, seenAtMs = 0 }) =>
            atMs < other.endedAtMs && seenAtMs > other.endedAtMs && seen !== 'gave up',
        ),
    );
    if (goesOn === undefined) return [];
    const text = `call ${goesOn.index} still goes on, and call ${other.index} is told: ${messageOf(other.error)}`;
    return [{ invariant: 'shared', sign: `${play.scenario.service} | told too early`, text }];
  });
}

/** Whether two calls ask for the same in all that a cache looks at, and neither has a key, which stands before it. */
function isAlike({ script: one }: PlayedCall, { script: other }: PlayedCall): boolean {
  const isKeyless = one.key === undefined && other.key === undefined;
  return isKeyless && one.n === other.n && one.asks === other.asks && one.engine === other.engine;
}

/** When a call sent what was paid. */
function paidBy(play: Play, call: PlayedCall): number[] {
  const paid = billsFor(play, call).filter(isPaid);
  return exchangesOf(play, call, 'submit').flatMap(({ atMs, note }) =>
    note !== undefined && paid.some(bill => Math.abs(bill.atMs - atMs) < 1) ? [atMs] : [],
  );
}

function judge(
  { scenario }: Play,
  first: PlayedCall,
  other: PlayedCall,
  again: readonly number[],
): Violation[] {
  const { service } = scenario;
  const isWhole = first.end === 'result' && first.images.length === first.script.n;
  if (isWhole && first.warnings.length === 0) {
    const text = `call ${first.index} has its pictures, and call ${other.index} paid again`;
    return [{ invariant: 'shared', sign: `${service} | paid again`, text }];
  }
  // AI SDK may come again after the end, with another attempt.
  const hasWaited = other.attempts.some(
    ({ startedAtMs, endedAtMs = Number.POSITIVE_INFINITY }) =>
      startedAtMs < first.endedAtMs && again.some(atMs => atMs >= first.endedAtMs && atMs <= endedAtMs),
  );
  if (first.end === 'error' && hasWaited) {
    const text = `call ${first.index} has failed and may be paid, and call ${other.index}, which waited for it, paid again`;
    return [{ invariant: 'shared', sign: `${service} | paid again after a failure`, text }];
  }
  const isSilent = other.end === 'result' && !other.warnings.some(warning => saysGone.test(warning));
  if (first.end === 'died' && isSilent) {
    const text = `the process of call ${first.index} died, and call ${other.index} paid again without a word`;
    return [{ invariant: 'shared', sign: `${service} | paid again in silence`, text }];
  }
  return [];
}

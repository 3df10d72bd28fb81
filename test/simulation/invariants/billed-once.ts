import { wishOf, type PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import { billsFor, exchangesOf, isBillable, isPaid, kindOf } from './facts.ts';
import type { Violation } from './violation.ts';

/** Nothing is billed twice for one wish: the requests that were paid ask for no more than the call did. */
export function billedOnce(play: Play): readonly Violation[] {
  if (mayAddTwice(play)) return [];
  const wishes = new Set(play.calls.map(wishOf));
  return [...wishes].flatMap((wish): Violation[] => {
    const calls = play.calls.filter(call => wishOf(call) === wish);
    const [call] = calls;
    if (call === undefined) return [];
    const wanted = wantedBy(play, calls);
    const paid = billsFor(play, call).filter(isPaid);
    const asked = paid.reduce((sum, bill) => sum + bill.asked, 0);
    if (asked <= wanted) return [];
    const submits = calls.flatMap(each => exchangesOf(play, each).filter(({ role }) => isBillable(role)));
    const met = submits.filter(({ reaction }) => reaction.works && reaction.says.kind !== 'proper');
    const kinds = [...new Set(met.map(({ reaction }) => kindOf(reaction)))].toSorted();
    const isEphemeral = paid.some(({ isKept }) => !isKept);
    const by = calls.some(({ attempts }) => attempts.length > 1) ? 'by the SDK' : 'inside';
    return [
      {
        invariant: 'billed once',
        sign: `${play.scenario.service} | ${isEphemeral ? 'ephemeral, ' : ''}${by} | ${kinds.join(', ') || 'all well'}`,
        text: `${wanted} pictures were wanted, requests for ${asked} were billed`,
      },
    ];
  });
}

/** Pictures that may be paid for calls that want the same. */
function wantedBy({ scenario: { stack } }: Play, calls: readonly PlayedCall[]): number {
  const counts = calls.map(({ script }) => script.n);
  // Each of those that share no key may be paid by itself, where nobody shares it out of a cache.
  const isKeyed = calls.every(({ script }) => script.key !== undefined);
  const once = isKeyed ? Math.max(...counts) : counts.reduce((sum, n) => sum + n, 0);
  // Who has the next model asked whatever became of the first may pay both.
  return stack?.fallback === 'unknown' ? 2 * once : once;
}

/** A batch has no keys: a worker that stands still right before it adds to one may add what another has added meanwhile. */
function mayAddTwice({ scenario: { service, bulk } }: Play): boolean {
  const isFrozen = bulk?.lives.some(({ frozenAt }) => frozenAt !== undefined);
  return service === 'batch' && bulk?.engine === 'queue' && isFrozen === true;
}

import type { PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import { billsFor, exchangesOf, isBillable, isPaid, lastMet, missingOf, neverArrived } from './facts.ts';
import type { Violation } from './violation.ts';

const saysBrokenOff = /\bbreaks off\b/;

/**
 * Of each job of a run it is written how it has ended, and truly: what is paid is there or said not to be, and what may be
 * paid and is not known of is said to be unknown. What its service can be asked for again is never unknown.
 */
export function kept(play: Play): readonly Violation[] {
  return play.calls.flatMap(call => [...ends(play, call), ...isTrue(play, call)]);
}

/** Nothing stands in the way of the last process, unless for ever. */
function ends(play: Play, call: PlayedCall): Violation[] {
  const { state } = call.record ?? { state: 'queued' };
  const isOver = state === 'done' || state === 'refused' || state === 'failed' || state === 'unknown';
  const isBlocked = Object.values(play.scenario.script).some(line => line?.always !== undefined);
  return isOver || isBlocked ? [] : [violation(play, call, `left ${state}`, 'the run has ended without it')];
}

function isTrue(play: Play, call: PlayedCall): Violation[] {
  const { state = 'queued', error, missing = 0, images = [], cost = {}, route } = call.record ?? {};
  const lost = missingOf(play, call);
  const paid = billsFor(play, call).filter(isPaid);
  switch (state) {
    case 'done': {
      const numbers = new Set(call.images.flatMap(({ number }) => number ?? []));
      // What breaks off is kept as it came, and its number may be beyond the end.
      const brokenOff = call.images.filter(({ bytes, number }) => number === undefined && bytes.length > 0);
      if (numbers.size + brokenOff.length < images.length)
        return [violation(play, call, 'no picture', 'what is written to be kept is not there')];
      if (brokenOff.length > 0 && !call.warnings.some(warning => saysBrokenOff.test(warning)))
        return [violation(play, call, 'broken off', 'a picture breaks off, and nothing says so')];
      const isTold = missing > 0 && error !== undefined;
      return lost.length > 0 && !isTold && images.length < call.script.n
        ? [violation(play, call, 'less than asked', `${lost.length} pictures are paid, and nobody says so`)]
        : [];
    }
    case 'refused':
    case 'failed': {
      const isSaid = (cost.usd ?? 0) + (cost.buzz ?? 0) > 0;
      return paid.length > 0 && !isSaid
        ? [violation(play, call, `${state} and free`, `it is billed, and the record says: ${error ?? ''}`)]
        : [];
    }
    case 'queued':
      return paid.length > 0
        ? [violation(play, call, 'forgotten', 'it is billed, and may be sent as if it had never been')]
        : [];
    case 'unknown':
      return [
        ...untrulyUnknown(play, call),
        ...(route === 'keyed' ? [violation(play, call, 'given up', 'its key tells what became of it')] : []),
      ];
    case 'sending':
    case 'submitted':
    case 'stored':
      return [];
    default:
      return state satisfies never;
  }
}

/** Where nothing was sent, or certainly nothing has arrived, nothing is unknown; a process that died or stood still may have sent it. */
function untrulyUnknown(play: Play, call: PlayedCall): Violation[] {
  const isStruck = play.scenario.bulk?.lives.some(
    ({ diesAt, frozenAt }) => diesAt !== undefined || frozenAt !== undefined,
  );
  const sent = exchangesOf(play, call).filter(({ role }) => isBillable(role));
  // Who gave up before the answer does not know what it would have been.
  const isKnown = sent.every(exchange => neverArrived(exchange) && exchange.seen !== 'gave up');
  return isStruck || !isKnown
    ? []
    : [violation(play, call, 'untrue', 'nothing has arrived, and it is said to be unknown')];
}

function violation(play: Play, call: PlayedCall, what: string, text: string): Violation {
  const { service, bulk } = play.scenario;
  const sign = `${service} | ${bulk?.engine ?? ''} | ${what} | ${lastMet(play, call)}`;
  return { invariant: 'kept', sign, text: `job ${call.index}: ${text}` };
}

import { defaultTimeoutOf } from '../caller/models.ts';
import { fieldOf, leavesOf } from '../caller/errors.ts';
import type { PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import type { Reaction } from '../script/reaction.ts';
import {
  exchangesOf,
  isBlockedFor,
  isDenied,
  isShared,
  lastMet,
  lastSeen,
  missingOf,
  oddities,
} from './facts.ts';
import type { Violation } from './violation.ts';

/** What is paid has at least so long to be fetched, in milliseconds. */
const fetchMs = 30_000;
const marginMs = 5000;
/** Without a new request for so long, a call waits for something that does not come. */
const starvingMs = 60_000;

/** A call ends by its deadline, with 30 s for what is paid, and not before while it can still be saved. */
export function deadline(play: Play): readonly Violation[] {
  return play.calls.flatMap(call => {
    if (call.end === 'hangs')
      return [violation(play, `never ends | ${oddities(play)}`, 'nothing came of the call')];
    return [...tooLate(play, call), ...tooEarly(play, call), ...starved(play, call)];
  });
}

function limitOf({ scenario: { service } }: Play, { script }: PlayedCall): number {
  return script.timeoutMs ?? defaultTimeoutOf(service);
}

function tooLate(play: Play, call: PlayedCall): Violation[] {
  if (call.end === 'died') return [];
  // Who comes second under a key waits for the first, who has a time of its own.
  if (play.scenario.stack && isShared(play, call)) return [];
  // A time limit is one of a model: the one that stands in has its own.
  const models = play.scenario.stack?.fallback ? 2 : 1;
  const limit = models * (limitOf(play, call) + fetchMs) + 1000;
  const late = call.attempts.find(({ startedAtMs, endedAtMs = 0 }) => endedAtMs - startedAtMs > limit);
  if (late === undefined) return [];
  const tookMs = (late.endedAtMs ?? 0) - late.startedAtMs;
  return [violation(play, `too late | ${lastMet(play, call)}`, `it took ${tookMs} ms of ${limit}`)];
}

/** Gave up although the work was done, or would have been, in time, and nothing stands in its way for ever. */
function tooEarly(play: Play, call: PlayedCall): Violation[] {
  const [attempt] = call.attempts.toReversed();
  if (call.end !== 'error' || attempt === undefined) return [];
  const endsAtMs = attempt.startedAtMs + limitOf(play, call);
  if (call.endedAtMs > endsAtMs - marginMs) return [];
  const saveable = missingOf(play, call).filter(({ bill, picture }) => {
    const held = bill.handles.some(
      ({ call: index, atMs, kind }) =>
        index === call.index &&
        atMs <= call.endedAtMs &&
        (bill.isKept || kind === 'url' || kind === 'inline'),
    );
    if (isDenied(play, call, picture)) return false;
    return held && Math.max(bill.endsAtMs, picture.readyAtMs) < endsAtMs - 2 * marginMs;
  });
  const reactions = exchangesOf(play, call).map(({ reaction }) => reaction);
  const isOpen = !Object.values(play.scenario.script).some(line => line?.always !== undefined);
  if (saveable.length === 0 || !isOpen || !reactions.every(passes)) return [];
  const isStarted = saveable.some(({ bill }) =>
    bill.handles.some(({ call: index, kind }) => index === call.index && kind !== 'externalId'),
  );
  const sign = `too early | ${lastSeen(play, call, isStarted)} | ${oddities(play)}`;
  const text = `it gave up ${endsAtMs - call.endedAtMs} ms before its deadline, with ${saveable.length} paid pictures to be had`;
  return [violation(play, sign, text)];
}

/** What may pass by itself: all but a key that is refused, silence beside a long wait, and a wait beyond the deadline. */
function passes({ says, times = 1 }: Reaction): boolean {
  if (says.kind === 'silence') return times <= 2;
  if (says.kind === 'proper' || says.kind === 'cut' || says.kind === 'fails') return true;
  if (says.retryAfter === '3600') return false;
  return says.kind === 'refuses'
    ? says.reason === 'overloaded' || says.reason === 'rate'
    : says.status !== 401;
}

/** The time ran out while one request got no answer, although another one would have been answered. */
function starved(play: Play, call: PlayedCall): Violation[] {
  if (call.end !== 'error') return [];
  const last = Math.max(...exchangesOf(play, call).map(({ atMs }) => atMs));
  const waited = call.endedAtMs - last;
  const done = missingOf(play, call).filter(
    ({ bill, picture }) =>
      bill.handles.some(({ call: index, kind }) => index === call.index && kind !== 'externalId') &&
      Math.max(bill.endsAtMs, picture.readyAtMs) < call.endedAtMs - starvingMs - marginMs &&
      picture.places.some(({ role }) => !isBlockedFor(play, role)),
  );
  const isTimeout = leavesOf(call.error).some(leaf =>
    /GenerationTimeoutError|ImageDownloadError/.test(String(fieldOf(leaf, 'name'))),
  );
  const seen = lastSeen(play, call, false);
  // What starts new work is not looked for again.
  if (seen.startsWith('submit') || isBlockedFor(play, 'poll')) return [];
  if (done.length === 0 || !isTimeout || waited < starvingMs) return [];
  return [
    violation(
      play,
      `starved | ${seen} | ${oddities(play)}`,
      `no request for the last ${waited} ms, and what is paid was there`,
    ),
  ];
}

function violation({ scenario }: Play, what: string, text: string): Violation {
  return { invariant: 'deadline', sign: `${scenario.service} | ${what}`, text };
}

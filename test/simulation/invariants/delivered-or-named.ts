import { leavesOf, messageOf } from '../caller/errors.ts';
import { namedBy } from '../caller/named.ts';
import { batchIdsIn, namesSomething } from '../caller/recover.ts';
import type { PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import type { Bill, GivenHandle, Picture } from '../service/ledger.ts';
import { billsFor, isBlockedFor, isDenied, isShared, lastMet, missingOf, oddities } from './facts.ts';
import type { Violation } from './violation.ts';

/** Words that say that money may be spent. */
const saysUnknown = /\bmay (?:have|still|be|run|go|exist)\b|\bbilled\b|\bpaid\b|not known|unknown outcome/i;

/**
 * Each billed picture is delivered, or named by a field that really brings it, as far as the service ever gave a handle;
 * else the outcome is said to be unknown.
 */
export function deliveredOrNamed(play: Play): readonly Violation[] {
  return play.calls.flatMap(call => {
    // A call that is made for the cache goes on after its caller has left, and its pictures are found there.
    if (call.end === 'aborted' && play.scenario.stack?.cache) return [];
    const missing = missingOf(play, call).filter(({ picture }) => !call.recovered.has(picture.number));
    const unnamed = missing.flatMap(({ bill, picture }) => {
      const kinds = handlesOf(bill, picture, call);
      const isOver = isDenied(play, call, picture) && !bill.isKept;
      return kinds.length > 0 && !isOver && canBeHad(play, picture, kinds) ? [{ picture, kinds }] : [];
    });
    const [first] = unnamed;
    if (first) {
      const kinds = [...new Set(first.kinds.map(({ kind }) => kind))].join('+');
      const how = first.kinds.some(({ value }) => isNamed(call, value)) ? 'in vain' : 'not named';
      return [
        violation(
          `${play.scenario.service} | ${call.end} | ${kinds} | ${how} | ${obstacle(play)}`,
          `picture ${first.picture.number} is paid, the client held its ${kinds}, and nothing that the caller was told by a field brings it`,
        ),
      ];
    }
    const told = [...leavesOf(call.error).map(messageOf), ...call.warnings].join(' ');
    const isSilent = (call.end === 'error' || call.end === 'result') && !saysUnknown.test(told);
    const [lost] = missing;
    // What was paid a second time is the matter of another invariant.
    const asked = billsFor(play, call).reduce((sum, bill) => sum + bill.asked, 0);
    if (lost === undefined || !isSilent || asked > call.script.n) return [];
    if (namesSomething(call) || isShared(play, call)) return [];
    return [
      violation(
        `${play.scenario.service} | ${call.end} | untold | ${lastMet(play, call)}`,
        `picture ${lost.picture.number} is paid and lost, and nothing says that money may be spent`,
      ),
    ];
  });
}

/** What a client held before its call ended that leads to a picture. */
function handlesOf(bill: Bill, picture: Picture, call: PlayedCall): GivenHandle[] {
  return bill.handles.filter(
    handle =>
      handle.call === call.index &&
      handle.atMs <= call.endedAtMs &&
      (handle.picture === undefined ? bill.isKept : handle.picture === picture.number),
  );
}

/** Whether anybody could still get it: an id always leads on, an address only while nothing is in its way for ever. */
function canBeHad(play: Play, { places }: Picture, handles: readonly GivenHandle[]): boolean {
  if (handles.some(({ kind }) => kind === 'inline')) return true;
  // An address alone leads nowhere else.
  const isAddress = handles.every(({ kind }) => kind === 'url');
  const reached = isAddress ? places.filter(({ role }) => role === 'image') : places;
  const isWay = reached.some(({ role }) => !isBlockedFor(play, role));
  const ids = handles.some(({ kind }) => !['url', 'publicUrl', 'fileId'].includes(kind));
  // Without an answer to a look, a job or a batch cannot be collected by anybody, nor by its key without one to a submit.
  const isByKey = handles.every(({ kind }) => kind === 'externalId');
  const isLookedAt =
    !isBlockedFor(play, 'poll') &&
    !isBlockedFor(play, 'results') &&
    !(isByKey && isBlockedFor(play, 'submit'));
  return (isWay || isInline(play, handles)) && (!ids || isLookedAt);
}

/** Whether a field of what the caller was told holds a handle. */
function isNamed(call: PlayedCall, value: string): boolean {
  const { options, urls, fileIds } = namedBy(call);
  const ids = [...options.flatMap(option => Object.values(option)), ...fileIds, ...batchIdsIn(call)];
  return ids.includes(value) || urls.some(url => url.startsWith(value));
}

/** What is in the way of the bytes, in a few fixed words. */
function obstacle(play: Play): string {
  const ways = ['image', 'stored', 'public', 'blob'] as const;
  const dead = ways.some(role => isBlockedFor(play, role)) ? ['an address is dead'] : [];
  return [...dead, oddities(play)].join(', ');
}

/** Whether the pictures of a batch stand in its results, which they do unless addresses were asked for. */
function isInline({ scenario: { service, world }, calls }: Play, handles: readonly GivenHandle[]): boolean {
  const byAddress = handles.some(({ call }) => calls[call]?.script.options?.['byAddress'] === true);
  return service === 'batch' && world.place !== 'stored only' && !byAddress;
}

function violation(sign: string, text: string): Violation {
  return { invariant: 'delivered or named', sign, text };
}

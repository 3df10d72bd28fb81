import { wishOf, type PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import { neverArrives, type Reaction } from '../script/reaction.ts';
import type { Role } from '../script/role.ts';
import type { Bill, Picture } from '../service/ledger.ts';
import type { Exchange } from '../service/network.ts';

/** The bills for what a call wants, whoever sent the request. */
export function billsFor({ bills }: Play, call: PlayedCall): Bill[] {
  return bills.filter(bill => bill.wish === wishOf(call));
}

/** Bills that took money, or took it and gave it back only because the work failed by itself. */
export function isPaid({ cost }: Bill): boolean {
  return cost > 0;
}

/** What was requested by a call, of one role or of all. */
export function exchangesOf({ exchanges }: Play, { index }: PlayedCall, role?: Role): Exchange[] {
  return exchanges.filter(found => found.call === index && (role === undefined || found.role === role));
}

/** A reaction in a few fixed words, equal for all that are alike. */
export function kindOf({ says }: Pick<Reaction, 'says'>): string {
  switch (says.kind) {
    case 'proper':
    case 'cut':
    case 'silence':
      return says.kind;
    case 'fails':
      return says.fault;
    case 'refuses':
      return `refuses: ${says.reason}`;
    case 'foreign': {
      const asks = says.retryAfter === undefined ? '' : ' + retry-after';
      return says.status === 429 || says.status === 503
        ? `${says.status}${asks}`
        : `${Math.floor(says.status / 100)}xx`;
    }
    default:
      return says satisfies never;
  }
}

/** A reaction as exactly as a person wants to read it. */
export function wordsOf(reaction: Pick<Reaction, 'says'>): string {
  const { says } = reaction;
  if (says.kind === 'foreign') {
    return `${says.status} ${says.body}${says.retryAfter === undefined ? '' : `, retry-after ${says.retryAfter}`}`;
  }
  const asks =
    says.kind === 'refuses' && says.retryAfter !== undefined ? `, retry-after ${says.retryAfter}` : '';
  return kindOf(reaction) + asks;
}

/** Whether what a request starts is billed. */
export function isBillable(role: Role | undefined): boolean {
  return role === 'submit' || role === 'add' || role === 'create';
}

/** Whether another call of the play wants the same as this one. */
export function isShared({ calls }: Play, call: PlayedCall): boolean {
  return calls.some(other => other !== call && wishOf(other) === wishOf(call));
}

/** Whether a request certainly never reached the service. */
export function neverArrived({ reaction: { says } }: Exchange): boolean {
  return says.kind === 'fails' && neverArrives.includes(says.fault);
}

/** Whether the script has something in the way of a role for ever. */
export function isBlockedFor({ scenario: { script } }: Play, role: Role): boolean {
  return script[role]?.always !== undefined;
}

/** So often a place may say no to a picture before it is believed. */
const mostDenials = 4;

/** Whether a place of a picture has said no to a call so often that it means it, which no waiting changes. */
export function isDenied(play: Play, call: PlayedCall, { places }: Picture): boolean {
  const denials = exchangesOf(play, call).filter(({ reaction }) => denies(reaction));
  return places.some(place => denials.filter(({ url }) => url === place.url).length >= mostDenials);
}

/** A no: a status that is not about the moment, a page in place of a picture, a proxy that lets nobody through. */
function denies({ says }: Reaction): boolean {
  if (says.kind === 'fails') return says.fault === 'proxy says 407';
  if (says.kind === 'refuses') return says.reason !== 'overloaded' && says.reason !== 'rate';
  return says.kind === 'foreign' && says.status < 500 && says.status !== 408 && says.status !== 429;
}

/** Pictures for a call that were made, that it has not got, and that could be had. */
export function missingOf(play: Play, call: PlayedCall): { bill: Bill; picture: Picture }[] {
  const delivered = new Set(
    play.calls
      .filter(other => wishOf(other) === wishOf(call))
      .flatMap(({ images }) => images.map(({ number }) => number)),
  );
  return billsFor(play, call)
    .filter(({ outcome }) => outcome === 'made')
    .flatMap(bill =>
      bill.pictures
        .filter(({ number, withheld }) => !withheld && !delivered.has(number))
        .map(picture => ({ bill, picture })),
    );
}

/** What the last request of a role met, in a few fixed words; without a fault on the way, what is odd about the world. */
export function lastMet(play: Play, call: PlayedCall, role?: Role): string {
  const last = exchangesOf(play, call, role)
    .filter(({ reaction }) => reaction.says.kind !== 'proper')
    .at(-1);
  return last ? `${last.role}: ${kindOf(last.reaction)}` : oddities(play);
}

/**
 * The last thing that a call saw, in a few fixed words: what it gave up on.
 *
 * @param isStarted - whether it had the answer to its submit, so that this is not it
 */
export function lastSeen(play: Play, call: PlayedCall, isStarted: boolean): string {
  const exchanges = exchangesOf(play, call);
  const looks = exchanges.filter(({ role }) => role !== 'submit');
  const last = (isStarted && looks.length > 0 ? looks : exchanges)
    .filter(({ seenAtMs }) => seenAtMs !== undefined && seenAtMs <= call.endedAtMs)
    .toSorted((one, other) => (one.seenAtMs ?? 0) - (other.seenAtMs ?? 0))
    .at(-1);
  if (last === undefined) return 'nothing';
  const [, hundreds] = /^HTTP (\d)/.exec(last.seen ?? '') ?? [];
  return `${last.role ?? 'bytes'}: ${seenWords(last, hundreds)}`;
}

function seenWords({ reaction }: Exchange, hundreds: string | undefined): string {
  if (reaction.says.kind !== 'proper')
    return hundreds && reaction.says.kind !== 'cut' ? `${hundreds}xx` : kindOf(reaction);
  return hundreds === '4' ? 'not there' : 'proper';
}

/** What is odd about a play apart from its script, in a few fixed words. */
export function oddities({ scenario: { world, runtime } }: Play): string {
  const odd = [
    world.place === 'stored too' ? undefined : world.place,
    world.picture === 'without its end' || world.picture === 'with a trailer' ? world.picture : undefined,
    ...(['blocked', 'okError', 'emptyPage', 'bytesAfterMs', 'knownAfterMs'] as const).map(name =>
      world[name] === undefined ? undefined : name,
    ),
    runtime === 'another fetch' ? undefined : runtime,
  ];
  return odd.filter(words => words !== undefined).join(', ') || 'all well';
}

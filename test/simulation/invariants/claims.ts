import { fieldOf, leavesOf, messageOf } from '../caller/errors.ts';
import { mostInRequest } from '../caller/models.ts';
import { wishOf, type PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import type { Bill } from '../service/ledger.ts';
import type { Exchange } from '../service/network.ts';
import {
  billsFor,
  exchangesOf,
  isBillable,
  isPaid,
  isShared,
  lastMet,
  neverArrived,
  kindOf,
  oddities,
} from './facts.ts';
import type { Violation } from './violation.ts';

const saysNothing =
  /\bnothing was (?:sent|started|generated|submitted|billed|made|carried out)|\bwas not started\b|\bnever sent\b/i;
const saysMaybe = /\bmay have been (?:carried out|started|billed|made)|\bmay run and be billed/i;

/**
 * "Nothing was sent, started, billed" only when the ledger agrees, and "may have been billed" only where it may;
 * `isRetryable` only where nothing was billed; the class of an error is the reason of the service.
 */
export function claims(play: Play): readonly Violation[] {
  return play.calls.flatMap(call => [
    ...untrueNothing(play, call),
    ...untrueMaybe(play, call),
    ...wrongRetryable(play, call),
    ...wrongClass(play, call),
  ]);
}

function untrueNothing(play: Play, call: PlayedCall): Violation[] {
  const { service, stack } = play.scenario;
  // Where a call is split, a sentence is about its part, and the parts look alike.
  if (call.script.n > mostInRequest(service) || call.end === 'aborted' || isShared(play, call)) return [];
  const attempts =
    service === 'batch' ? [{ error: call.error, billsAtEnd: play.bills.length }] : call.attempts;
  return attempts.flatMap(({ error, billsAtEnd }): Violation[] => {
    const leaves = leavesOf(error);
    const untrue = leaves.find(leaf => saysNothing.test(messageOf(leaf)));
    if (untrue === undefined || paidUntil(play, call, billsAtEnd).length === 0) return [];
    // Of several models that were asked one after the other, each is spoken of by itself.
    if (stack?.fallback && !leaves.every(leaf => saysNothing.test(messageOf(leaf)))) return [];
    const worked = exchangesOf(play, call).find(
      ({ role, reaction: { works, says } }) => works && says.kind !== 'proper' && isBillable(role),
    );
    const sign = `${service} | says nothing was done | ${worked ? kindOf(worked.reaction) : 'all well'}`;
    return [violation(sign, `the error says "${messageOf(untrue)}", and the ledger has a bill`)];
  });
}

/** What was paid for a call by a moment. */
function paidUntil(play: Play, call: PlayedCall, billsByThen: number = 0): Bill[] {
  return billsFor(play, call).filter(bill => isPaid(bill) && bill.number <= billsByThen);
}

function untrueMaybe(play: Play, call: PlayedCall): Violation[] {
  // Who comes second under a key is told of what the first may have paid.
  const billable = play.calls
    .filter(other => wishOf(other) === wishOf(call))
    .flatMap(other => exchangesOf(play, other))
    .filter(({ role }) => isBillable(role));
  // Who gives up or dies before the answer does not know what it would have been.
  const isSeen = billable.every(
    exchange => neverArrived(exchange) && exchange.seen !== undefined && exchange.seen !== 'gave up',
  );
  if (billable.length === 0 || !isSeen) return [];
  const untrue = leavesOf(call.error).find(leaf => saysMaybe.test(messageOf(leaf)));
  if (untrue === undefined) return [];
  const sign = `${play.scenario.service} | says it may be billed | ${lastMet(play, call)}`;
  return [violation(sign, `nothing ever arrived, and the error says "${messageOf(untrue)}"`)];
}

function wrongRetryable(play: Play, call: PlayedCall): Violation[] {
  const { service } = play.scenario;
  if (isShared(play, call)) return [];
  return call.attempts.flatMap(({ error, billsAtEnd }) => {
    if (fieldOf(error, 'isRetryable') !== true) return [];
    if (paidUntil(play, call, billsAtEnd).length === 0) return [];
    const submits = exchangesOf(play, call, 'submit').filter(({ reaction }) => reaction.works);
    const met = submits[0] ? kindOf(submits[0].reaction) : 'all well';
    const text = `an error lets the SDK start over, and there is a bill: ${messageOf(error)}`;
    return [violation(`${service} | retryable | ${met}`, text)];
  });
}

function wrongClass(play: Play, call: PlayedCall): Violation[] {
  const { service, world } = play.scenario;
  const names = new Set(leavesOf(call.error).map(leaf => fieldOf(leaf, 'name')));
  const exchanges = exchangesOf(play, call);
  const means = (reason: string): boolean => waitedFor(play, call).some(exchange => saw(exchange, reason));
  const isRefusing = world.outcome !== undefined || world.blocked === true;
  const found: Violation[] = [];
  if (names.has('InsufficientFundsError') && !means('funds')) {
    found.push(
      violation(`${service} | no funds, it says | ${lastMet(play, call, 'submit')}`, 'funds were no reason'),
    );
  }
  if (names.has('ContentModerationError') && !means('moderation') && !isRefusing) {
    found.push(
      violation(`${service} | moderation, it says | ${lastMet(play, call)}`, 'the policy was no reason'),
    );
  }
  const submits = exchangesOf(play, call, 'submit');
  for (const [reason, name] of [
    ['funds', 'InsufficientFundsError'],
    ['moderation', 'ContentModerationError'],
  ] as const) {
    const isOnly = submits.length > 0 && submits.every(exchange => saw(exchange, reason));
    if (isOnly && call.end === 'error' && !names.has(name)) {
      found.push(
        violation(
          `${service} | ${reason} not seen | ${oddities(play)}`,
          `the service said ${reason}, the error is ${[...names].join(', ')}`,
        ),
      );
    }
  }
  // Why the service withholds a picture stands in the answer that shows the end of its workflow.
  const isWithheld =
    world.blocked === true &&
    billsFor(play, call).some(bill => exchanges.some(exchange => showsEnd(exchange, bill)));
  const isAllWell = exchanges.every(({ reaction }) => reaction.says.kind === 'proper');
  if (isWithheld && isAllWell && call.end === 'error' && !names.has('ContentModerationError')) {
    found.push(
      violation(
        `${service} | withheld not seen | ${oddities(play)}`,
        `the service says why it withholds, the error is ${[...names].join(', ')}`,
      ),
    );
  }
  return found;
}

/** What was requested for a call: equal ones at once behind a cache share it, and its errors. */
function waitedFor(play: Play, call: PlayedCall): Exchange[] {
  if (!play.scenario.stack?.cache) return exchangesOf(play, call);
  const alike = play.calls.filter(other => wishOf(other) === wishOf(call));
  return alike.flatMap(other => exchangesOf(play, other));
}

/** Whether a client saw that a workflow has made its pictures. */
function showsEnd({ seen = '' }: Exchange, { id }: Bill): boolean {
  return seen.startsWith(`HTTP 200 {"id":"${id}","status":"succeeded"`);
}

/** Whether a client saw the service refuse for a reason. */
function saw({ means, seen }: Exchange, reason: string): boolean {
  return means === reason && seen !== undefined && seen !== 'gave up';
}

function violation(sign: string, text: string): Violation {
  return { invariant: 'claims', sign, text };
}

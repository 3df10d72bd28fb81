import { fieldOf, leavesOf } from '../caller/errors.ts';
import { metadataIn } from '../caller/named.ts';
import type { PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import { billsFor } from './facts.ts';
import type { Violation } from './violation.ts';

const ticksPerUsd = 10_000_000_000;

/** Cost told is the cost in the ledger, as far as the service told it; each picture has its metadata. */
export function costTold(play: Play): readonly Violation[] {
  const { service, world, runtime } = play.scenario;
  if (service === 'batch' || service === 'files') return [];
  return play.calls.flatMap((call): Violation[] => {
    if (call.end === 'result' && call.metadata.length !== call.images.length) {
      const text = `${call.images.length} pictures, ${call.metadata.length} entries of imageMetadata`;
      return [{ invariant: 'cost told', sign: `${service} | metadata is lost`, text }];
    }
    // Who shares a workflow with another, or had it refunded, cannot add it up.
    const bills = billsFor(play, call);
    const isWhole =
      bills.length > 0 && bills.every(bill => bill.costToldTo.has(call.index) && bill.outcome !== 'canceled');
    const shares = play.calls.some(other => other !== call && other.script.key === call.script.key);
    if (!isWhole || (shares && call.script.key !== undefined)) return [];
    if (call.end !== 'result' && call.end !== 'error') return [];
    const expected = bills.reduce((total, { cost }) => total + cost, 0);
    const told = call.end === 'result' ? costOfResult(call) : costOfError(call);
    const isHalfTold = call.end === 'error' && told === undefined && bills.some(({ cost }) => cost === 0);
    if (told === expected || isHalfTold) return [];
    const sign = `${service} | ${call.end} | ${told === undefined ? 'not told' : told === 0 ? 'told as none' : 'told wrongly'} | ${runtime ?? world.bill ?? world.outcome ?? 'plain'}`;
    return [
      {
        invariant: 'cost told',
        sign,
        text: `the ledger has ${expected}, the caller was told ${String(told)}`,
      },
    ];
  });
}

/** In ticks or Buzz; each record counts once, although AI SDK shows it in several places. */
function costOfResult({ result }: PlayedCall): number | undefined {
  const requests = metadataIn(result).flatMap(record => listIn(record, 'requests'));
  // What models have billed that another one stood in for.
  const served = metadataIn(result, ['grokImage']).flatMap(record => listIn(record, 'images'));
  const tried = served.flatMap(image => listIn(image, 'tried'));
  return sum([...new Set([...requests, ...tried])].map(request => costOf(request)));
}

function listIn(record: unknown, name: string): readonly unknown[] {
  const list = fieldOf(record, name);
  return Array.isArray(list) ? list : [];
}

function costOfError({ error }: PlayedCall): number | undefined {
  const costs = leavesOf(error).map(leaf => fieldOf(leaf, 'cost'));
  return sum(
    costs.map(cost => {
      const usd = fieldOf(cost, 'usd');
      const buzz = fieldOf(cost, 'buzz');
      return typeof usd === 'number'
        ? Math.round(usd * ticksPerUsd)
        : typeof buzz === 'number'
          ? buzz
          : undefined;
    }),
  );
}

function costOf(request: unknown): number | undefined {
  const [buzz, usd] = [fieldOf(request, 'costBuzz'), fieldOf(request, 'costUsd')];
  if (typeof buzz === 'number') return buzz;
  return typeof usd === 'number' ? Math.round(usd * ticksPerUsd) : undefined;
}

function sum(amounts: readonly (number | undefined)[]): number | undefined {
  const known = amounts.filter(amount => amount !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, amount) => total + amount, 0);
}

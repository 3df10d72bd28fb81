import { wishOf, type PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import type { Bill } from '../service/ledger.ts';
import { billsFor } from './facts.ts';
import type { Violation } from './violation.ts';

/** What a caller may expect after an abort, in milliseconds, and how much of it a look and a cancel take. */
const expectedMs = 15_000;
const marginMs = 3000;

/** An abort cancels one's own workflows and batches, all that the list shows within 15 s, and nobody else's. */
export function cancelsItsOwn(play: Play): readonly Violation[] {
  const { service } = play.scenario;
  if (service !== 'civitai' && service !== 'batch') return [];
  return play.calls.flatMap(call => [...foreignCancels(play, call), ...leftRunning(play, call)]);
}

function foreignCancels(play: Play, call: PlayedCall): Violation[] {
  const cancels = play.exchanges.filter(
    ({ call: index, role, note }) => index === call.index && role === 'cancel' && note !== undefined,
  );
  const hit = cancels.flatMap(({ note = '' }) => play.bills.filter(({ id }) => note === `cancels ${id}`));
  return hit.flatMap((bill): Violation[] => {
    const waiting = play.calls.filter(
      other => other !== call && other.end !== 'aborted' && other.end !== 'died' && uses(other, bill),
    );
    if (!uses(call, bill)) {
      return [
        violation(play, `cancels another's`, `call ${call.index} canceled ${bill.id}, which is not its own`),
      ];
    }
    // Who started it may end it, whoever else waits for it.
    const isStarter = play.exchanges.some(
      ({ call: index, note }) => index === call.index && note === `starts ${bill.id}`,
    );
    if (waiting.length === 0 || isStarter) return [];
    return [violation(play, 'cancels what another waits for', `call ${call.index} canceled ${bill.id}`)];
  });
}

/** Whether a call is about a workflow: it has its key, or wished for it. */
function uses(call: PlayedCall, bill: Bill): boolean {
  return bill.wish === wishOf(call) || (bill.key !== undefined && bill.key === call.script.key);
}

function leftRunning(play: Play, call: PlayedCall): Violation[] {
  const { world, script, stack } = play.scenario;
  if (call.end !== 'aborted' || isCreated(call)) return [];
  // What is paid when its caller leaves goes to the cache, for whoever asks next.
  if (stack?.cache) return [];
  // What cannot be seen or said cannot be canceled.
  if (script.list || script.cancel) return [];
  const isShared = play.calls.some(
    other => other !== call && call.script.key !== undefined && other.script.key === call.script.key,
  );
  // Without an echo, what was started under a key of one's own, or under none, looks like that of anybody else. A budget
  // gives a key to what it may have to look up.
  const isNameless =
    call.script.key !== undefined ||
    call.script.options?.['externalId'] === false ||
    stack?.budget !== undefined;
  if (isShared || (world.careless && isNameless)) return [];
  const running = billsFor(play, call).filter(
    bill =>
      bill.isKept &&
      bill.outcome === 'made' &&
      bill.atMs <= call.endedAtMs &&
      bill.endsAtMs > call.endedAtMs + expectedMs &&
      Math.max(bill.atMs + (world.listedAfterMs ?? 0), call.endedAtMs) + findingMs(play, bill) <=
        call.endedAtMs + expectedMs - marginMs,
  );
  if (running.length === 0) return [];
  const aborted = play.calls.filter(({ end }) => end === 'aborted').length;
  const why = (world.listedAfterMs ?? 0) > 0 ? 'late in the list' : aborted > 1 ? 'many at once' : 'plain';
  return [violation(play, `left running, ${why}`, `${running[0]?.id} runs on after the abort and is billed`)];
}

/** How long it takes to turn the pages of the list to one entry, each of which names the next one: newest first. */
function findingMs({ scenario: { world }, bills }: Play, { number }: Bill): number {
  const { latencyMs = 0, pageSize = 100 } = world;
  const newer = bills.filter(bill => bill.number > number).length;
  return Math.floor(newer / pageSize) * latencyMs;
}

/** Whether an abort came when a batch was made already: then it is waited for no longer, and goes on. */
function isCreated({ progress }: PlayedCall): boolean {
  return progress.some(event => typeof event === 'object' && event !== null && 'isMade' in event);
}

function violation({ scenario }: Play, what: string, text: string): Violation {
  return { invariant: 'cancels its own', sign: `${scenario.service} | ${what}`, text };
}

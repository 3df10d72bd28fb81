import { inspect } from 'node:util';
import { playBulk } from './bulk/play-bulk.ts';
import { playBatch, playFiles } from './caller/batch-call.ts';
import { playGenerate, type Stage } from './caller/generate-call.ts';
import { playOperator, type OperatorLog } from './caller/operator.ts';
import { countedBy, createStores } from './caller/stack.ts';
import { recover } from './caller/recover.ts';
import { wishOf, type PlayedCall } from './caller/told.ts';
import type { Scenario } from './script/scenario.ts';
import { BatchService } from './service/batches.ts';
import { CivitaiService } from './service/civitai.ts';
import { Ledger, type Bill } from './service/ledger.ts';
import { Network, type Exchange } from './service/network.ts';
import type { PlayedService } from './service/played-service.ts';
import { civitaiRefusals, xaiRefusals } from './service/refusal.ts';
import { XaiService } from './service/xai.ts';
import { gatewayProfile } from './caller/models.ts';
import { withSeededChance } from './time/seeded-chance.ts';
import { inVirtualTime, type VirtualTime } from './time/virtual-time.ts';

/** A play from its beginning to its end, with all that can be known about it. */
export interface Play {
  readonly scenario: Scenario;
  readonly bills: readonly Bill[];
  readonly exchanges: readonly Exchange[];
  readonly calls: readonly PlayedCall[];
  /** Files that the service keeps, by id. */
  readonly files: ReadonlyMap<string, { readonly name: string }>;
  /** Warnings of the process, and rejections that nobody handled. */
  readonly complaints: readonly string[];
  /** What the budget counts when the books are closed, in ticks and thousandths of a Buzz; absent without one. */
  readonly counted?: { readonly usd: number; readonly buzz: number } | undefined;
  /** What was done beside the calls by somebody who looks after the budget. */
  readonly operator?: OperatorLog | undefined;
  /** Timers that were left when all had ended. */
  readonly timersLeft: number;
  /** When the last call had ended, and when the watch over what goes on afterwards. */
  readonly endedAtMs: number;
  readonly watchedUntilMs: number;
  /** Everything that the callers were shown, as a log would have it. */
  readonly shown: string;
}

/** How long calls that are over are watched for what they leave behind, in milliseconds. */
const aftermathMs = 25_000;

/** When the wall clock is turned, and by how much, where the runtime has it so. */
const clockStep = { atMs: 2000, byMs: 3_600_000 };

/** The number of the operator among the calls, in what is on the wire. */
const operatorIndex = -1;

const keys = { xai: 'xai-a1b2c3d4/e5f6g7h8i9j0k1l2', civitai: 'civ-a1b2c3d4/e5f6g7h8i9j0k1l2' };

Reflect.set(globalThis, 'AI_SDK_LOG_WARNINGS', false);

/** Plays a scenario. The same scenario gives the same play, on every machine. */
export async function play(scenario: Scenario): Promise<Play> {
  const complaints: string[] = [];
  const onRejection = (reason: unknown): void =>
    void complaints.push(`unhandled rejection: ${String(reason)}`);
  const onWarning = ({ name, message }: Error): void => void complaints.push(`${name}: ${message}`);
  const { stackTraceLimit } = Error;
  // A play makes thousands of errors, and nobody looks at where.
  Error.stackTraceLimit = 0;
  process.on('unhandledRejection', onRejection);
  process.on('warning', onWarning);
  try {
    return await withSeededChance(() => inVirtualTime(time => playIn(time, scenario, complaints)));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    process.off('unhandledRejection', onRejection);
    process.off('warning', onWarning);
  }
}

async function playIn(time: VirtualTime, scenario: Scenario, complaints: string[]): Promise<Play> {
  const { calls: scripts, script, world, runtime } = scenario;
  const ledger = new Ledger();
  const service = openService(scenario, time, ledger);
  const network = new Network(service, {
    time,
    script,
    latencyMs: world.latencyMs,
    wire: {
      refusals: scenario.service === 'civitai' ? civitaiRefusals : xaiRefusals,
      hasStreams: runtime !== 'no streams',
      serviceNow: () => Date.now() + (world.clockAheadMs ?? 0),
    },
  });
  if (runtime === 'clock steps') {
    void time.sleep(clockStep.atMs).then(() => time.turnWallClock(clockStep.byMs));
  }
  const apiKey = scenario.service === 'civitai' ? keys.civitai : keys.xai;
  const stores = createStores();
  const operating = scenario.stack?.budget?.operator;
  const operated =
    operating &&
    playOperator(scenario, operating, {
      time,
      stores,
      apiKey,
      fetch: network.fetchFor(operatorIndex, undefined),
    });
  const calls = scenario.bulk
    ? await playBulk({ scenario, time, apiKey, network }, scenario.bulk)
    : await Promise.all(
        scripts.map(async (callScript, index) => {
          const stage: Stage = {
            scenario,
            time,
            apiKey,
            fetch: network.fetchFor(index, runtime),
            kill: () => void network.dead.add(index),
            isDead: () => network.dead.has(index),
            stores,
            bills: () => ledger.bills.length,
          };
          await time.sleep(callScript.startMs ?? 0);
          if (scenario.service === 'batch') return playBatch(stage, index, callScript);
          if (scenario.service === 'files') return playFiles(stage, index, callScript);
          return playGenerate(stage, index, callScript);
        }),
      );
  const operator = await operated;
  const endedAtMs = time.now();
  await time.sleep(aftermathMs);
  const watchedUntilMs = time.now();
  const timersLeft = time.timers();
  // The books are closed here: what follows is another process that collects.
  const bills = [...ledger.bills];
  const exchanges = [...network.exchanges];
  network.makeFair();
  const lastEnd = Math.max(0, ...bills.map(bill => bill.endsAtMs), ...readyTimes(bills));
  await time.sleep(Math.max(0, lastEnd - time.now()) + 60_000);
  // What nobody holds any more is lost or free by now.
  const counted = scenario.stack?.budget ? await countedBy(stores) : undefined;
  for (const call of scenario.bulk ? [] : calls) {
    if (isComplete(call, bills)) continue;
    await recover(call, {
      scenario,
      fetch: network.fetchFor(scripts.length + call.index, undefined),
      baseURL: service.baseURL,
      bills: () => ledger.bills.length,
      time,
    });
  }
  return {
    scenario,
    bills,
    exchanges,
    calls,
    files: service instanceof BatchService ? service.files : new Map(),
    complaints,
    counted,
    operator,
    timersLeft,
    endedAtMs,
    watchedUntilMs,
    shown: calls.map(shownTo).join('\n'),
  };
}

function openService({ service, world }: Scenario, time: VirtualTime, ledger: Ledger): PlayedService {
  switch (service) {
    case 'xai':
    case 'deferred':
      return new XaiService(world, time, ledger);
    case 'gateway':
      return new XaiService(world, time, ledger, gatewayProfile.baseURL);
    case 'civitai':
      return new CivitaiService(world, time, ledger);
    case 'batch':
    case 'files':
      return new BatchService(world, time, ledger);
    default:
      return service satisfies never;
  }
}

function readyTimes(bills: readonly Bill[]): number[] {
  return bills.flatMap(({ pictures }) => pictures.map(({ readyAtMs }) => readyAtMs));
}

/** Whether a caller has in hand all that was made for it, so that there is nothing to collect. */
function isComplete(call: PlayedCall, bills: readonly Bill[]): boolean {
  const made = bills.filter(({ wish }) => wish === wishOf(call)).flatMap(({ pictures }) => pictures);
  const has = new Set(call.images.map(({ number }) => number));
  return made.every(({ number, withheld }) => withheld || has.has(number)) && call.error === undefined;
}

function shownTo({ error, warnings, metadata, progress }: PlayedCall): string {
  return inspect([error, warnings, metadata, progress], { depth: 8, showHidden: true, maxArrayLength: 60 });
}

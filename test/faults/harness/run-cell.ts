import { inspect } from 'node:util';
import { createEmulator, type Emulator } from '@grok-image/emulator';
import type { AiSdk, ImageResult } from '../../contract/harness/ai-sdk.ts';
import { inVirtualTime } from '../../contract/harness/virtual-time.ts';
import type { Backend } from '../matrix/backends.ts';
import type { FaultRow, Mode } from '../matrix/row.ts';
import { nodeClock } from './node-clock.ts';
import { judge, type Verdict } from './judge.ts';
import { billedBy, recover } from './recover.ts';
import { createStruckFetch } from './struck-fetch.ts';

/** One fault met by one backend in one major of the AI SDK. */
export interface Cell {
  readonly row: FaultRow;
  readonly mode: Mode;
  readonly backend: Backend;
  readonly sdk: AiSdk;
}

export interface CellResult extends Verdict {
  readonly cell: Cell;
}

const prompt = 'A heron in the reeds';

/** The time limit that is set where a provider has one, in milliseconds. */
const timeout = 30_000;
/** Then a call counts as one that never ends, in milliseconds. */
const patienceMs = 600_000;
/** How long a call that is over is watched for requests that it leaves behind, in milliseconds. */
const aftermathMs = 10_000;
/** More often than anything is repeated. */
const always = 1000;

/** The reason of every abort. */
class Abort extends Error {
  override readonly name = 'AbortError';
}

/** Runs one cell in virtual time, and does what a caller could do afterwards to get what is paid. */
export async function runCell(cell: Cell): Promise<CellResult> {
  const now = (): number => Date.now();
  const emulator = createEmulator({
    rateLimit: false,
    seed: 1,
    now,
    deferredMs: 1500,
    civitai: { stepMs: 1500 },
  });
  const watch = { isBusy: () => false };
  const verdict = await inVirtualTime(
    () => watch.isBusy(),
    () => play(cell, emulator, watch),
    nodeClock,
  );
  return { ...verdict, cell };
}

async function play(cell: Cell, emulator: Emulator, watch: { isBusy: () => boolean }): Promise<Verdict> {
  const { row, mode, backend, sdk } = cell;
  const n = row.n ?? 2;
  const { baseURL, apiKey } = emulator[backend.emulator];
  const fault = emulator.script({
    ...(row.effectIn?.[backend.family] ?? row.effect),
    on: row.at,
    times: mode === 'always' ? always : 1,
  });
  const submits = (): number => emulator.requests.filter(({ role }) => role === 'submit').length;
  const controller = new AbortController();
  let submitsAtAbort: number | undefined;
  const struck = createStruckFetch(emulator, fault, () => {
    if (mode !== 'aborted') return;
    submitsAtAbort = submits();
    controller.abort(new Abort('The user closed the page.'));
  });
  watch.isBusy = struck.isBusy;

  let jobId: string | undefined;
  const settings = { baseURL, apiKey, fetch: struck.fetch, timeout, onJob: (id: string) => (jobId = id) };
  const model = backend.createModel(sdk.accepts.at(-1) ?? 'v1', settings);
  const usual = { ...backend.options, ...(row.at === 'poll' && backend.pollingOptions) };
  const generate = (option: object, abortSignal?: AbortSignal): Promise<ImageResult> =>
    sdk.generateImage({
      model,
      prompt,
      n,
      providerOptions: { [backend.key]: { ...usual, ...option } },
      abortSignal,
    });

  const startedAt = performance.now();
  const outcome = await Promise.race([settle(generate({}, controller.signal)), hang()]);
  const sent = { submits: submits(), requests: emulator.requests.length };
  if (mode === 'aborted' || !backend.isOurs) await sleep(aftermathMs);
  const billed = billedBy(emulator);
  const submitsAfterAbort = submitsAtAbort === undefined ? 0 : submits() - submitsAtAbort;
  const hasStruck = fault.remaining < (mode === 'always' ? always : 1);
  fault.cancel();
  const delivered = outcome.result?.images.length ?? 0;
  const leftovers = { ...outcome, jobId: backend.family === 'deferred' ? jobId : undefined };
  const found = billed > delivered ? await recover(emulator, leftovers, generate) : 0;
  return judge({
    ...outcome,
    ...sent,
    n,
    billed,
    delivered,
    recovered: Math.min(found, billed - delivered),
    isAborted: controller.signal.aborted && outcome.error === controller.signal.reason,
    submitsAfterAbort,
    hasStruck,
    secrets: [apiKey],
    prompt,
    shown: inspect(outcome.error ?? outcome.result?.warnings, { depth: 8, showHidden: true, maxArrayLength: 50 }),
    realMs: performance.now() - startedAt,
  });
}

/** What became of a call. */
export interface Outcome {
  readonly result: ImageResult | undefined;
  readonly error: unknown;
  readonly hangs: boolean;
}

function settle(call: Promise<ImageResult>): Promise<Outcome> {
  return call.then(
    result => ({ result, error: undefined, hangs: false }),
    (error: unknown) => ({ result: undefined, error, hangs: false }),
  );
}

async function hang(): Promise<Outcome> {
  await sleep(patienceMs);
  return { result: undefined, error: undefined, hangs: true };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

import { inspect } from 'node:util';
import { createEmulator, type Emulator } from '@grok-image/emulator';
import type { AiSdk, ImageResult } from '../../contract/harness/ai-sdk.ts';
import { fieldOf } from '../../contract/harness/field-of.ts';
import { inVirtualTime, type VirtualTime } from '../../simulation/time/virtual-time.ts';
import type { Backend } from '../matrix/backends.ts';
import type { FaultRow, Mode } from '../matrix/row.ts';
import { judge, type Verdict } from './judge.ts';
import { innermost } from './texts.ts';
import { billedBy, recover } from './recover.ts';
import { createCalmFetch, createStruckFetch } from './struck-fetch.ts';

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
/** As many as one request to xAI can ask for (docs.x.ai, image generation guide). */
const mostInRequest = 10;
/** More often than anything is repeated. */
const always = 1000;

/** The reason of every abort. */
class Abort extends Error {
  override readonly name = 'AbortError';
}

/** Runs one cell in virtual time, and does what a caller could do afterwards to get what is paid. */
export async function runCell(cell: Cell): Promise<CellResult> {
  const emulator = createEmulator({
    rateLimit: false,
    seed: 1,
    // Looked up late, because virtual time replaces it.
    now: () => Date.now(),
    deferredMs: 1500,
    civitai: { stepMs: 1500 },
  });
  return { ...(await inVirtualTime(time => play(cell, emulator, time))), cell };
}

async function play(cell: Cell, emulator: Emulator, time: VirtualTime): Promise<Verdict> {
  const { row, mode, backend, sdk } = cell;
  const n = row.n ?? 2;
  const { baseURL, apiKey } = emulator[backend.emulator];
  const effect = row.effectIn?.[backend.family] ?? row.effect;
  const fault = emulator.script({
    ...effect,
    on: row.at,
    // Files of Civitai are behind a redirect; what is meant is the file.
    ...(row.at === 'content' && backend.family === 'civitai' && { path: '/blobs/content/' }),
    times: mode === 'always' ? always : 1,
  });
  const submits = (): number => emulator.requests.filter(({ role }) => role === 'submit').length;
  const controller = new AbortController();
  let submitsAtAbort: number | undefined;
  const fetch = createStruckFetch({
    emulator,
    fault,
    doesStall: 'stall' in effect,
    time,
    onStrike() {
      if (mode !== 'aborted') return;
      submitsAtAbort = submits();
      controller.abort(new Abort('The user closed the page.'));
    },
  });

  let jobId: string | undefined;
  const settings = { baseURL, apiKey, fetch, timeout, onJob: (id: string) => (jobId = id) };
  const model = backend.createModel(sdk.accepts.at(-1) ?? 'v1', settings);
  const usual = { ...backend.options, ...(row.at === 'poll' && backend.pollingOptions) };
  const generate = (option: object, images: number, abortSignal?: AbortSignal): Promise<ImageResult> =>
    sdk.generateImage({
      model,
      prompt,
      n: images,
      providerOptions: { [backend.key]: { ...usual, ...option } },
      abortSignal,
    });

  const startedAt = performance.now();
  const outcome = await Promise.race([settle(generate({}, n, controller.signal)), hang(time)]);
  const sent = { submits: submits(), requests: emulator.requests.length };
  if (mode === 'aborted' || !backend.isOurs) await time.sleep(aftermathMs);
  const billed = billedBy(emulator);
  const submitsAfterAbort = submitsAtAbort === undefined ? 0 : submits() - submitsAtAbort;
  const hasStruck = fault.remaining < (mode === 'always' ? always : 1);
  fault.cancel();
  const delivered = outcome.result?.images.length ?? 0;
  const known = mode === 'aborted' ? jobId : fieldOf(innermost(outcome.error), 'jobId');
  const isJob = backend.family === 'deferred' && typeof known === 'string';
  const leftovers = { ...outcome, jobId: isJob ? known : undefined };
  // A job is that of one request, and asks for no more than one can.
  const again = (option: object) => generate(option, 'jobId' in option ? Math.min(n, mostInRequest) : n);
  const found =
    billed > delivered
      ? await recover(emulator, leftovers, { fetch: createCalmFetch(emulator, time), again })
      : 0;
  return judge({
    ...outcome,
    ...sent,
    n,
    billed,
    delivered,
    recovered: Math.max(0, Math.min(found, Math.min(billed, n) - delivered)),
    wasAborted: controller.signal.aborted,
    isAborted: isAbort(outcome.error, controller.signal),
    submitsAfterAbort,
    hasStruck,
    secrets: [apiKey],
    prompt,
    shown: inspect(outcome.error ?? outcome.result?.warnings, {
      depth: 8,
      showHidden: true,
      maxArrayLength: 50,
    }),
    realMs: performance.now() - startedAt,
  });
}

/** The caller's own reason, or the error that `fetch` and the waits of AI SDK give for it. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || fieldOf(error, 'name') === 'AbortError');
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

async function hang(time: VirtualTime): Promise<Outcome> {
  await time.sleep(patienceMs);
  return { result: undefined, error: undefined, hangs: true };
}

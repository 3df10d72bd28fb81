import { inspect } from 'node:util';
import { createEmulator, type Emulator } from '@grok-image/emulator';
import { aiSdks, type AiSdk, type ImageResult } from '../../contract/harness/ai-sdk.ts';
import { fieldOf } from '../../contract/harness/field-of.ts';
import { inVirtualTime } from '../../contract/harness/virtual-time.ts';
import type { Backend } from '../matrix/backends.ts';
import type { FaultRow, Mode } from '../matrix/row.ts';
import { nodeClock } from './node-clock.ts';
import { judge, type Verdict } from './judge.ts';
import { innermost } from './texts.ts';
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
/** As many as a row of the matrix asks for at most. */
const mostImages = 12;
/** As many as one request to xAI can ask for (docs.x.ai, image generation guide). */
const mostInRequest = 10;
/** More often than anything is repeated. */
const always = 1000;

/** The reason of every abort. */
class Abort extends Error {
  override readonly name = 'AbortError';
}

/** Paints the pictures of all cells once, because virtual time does not wait for a brush. */
export async function warmUp(backends: readonly Backend[]): Promise<void> {
  const [sdk] = aiSdks;
  if (sdk === undefined) throw new TypeError('Failed to paint: there is no AI SDK. Check the table of them.');
  for (const backend of backends) {
    const emulator = createEmulator({ rateLimit: false, deferredMs: 1, civitai: { stepMs: 1 } });
    const { baseURL, apiKey } = emulator[backend.emulator];
    const settings = { baseURL, apiKey, fetch: emulator.fetch, timeout, onJob: () => undefined };
    const model = backend.createModel(sdk.accepts.at(-1) ?? 'v1', settings);
    await sdk.generateImage({ model, prompt, n: mostImages });
  }
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
    // Files of Civitai are behind a redirect; what is meant is the file.
    ...(row.at === 'content' && backend.family === 'civitai' && { path: '/blobs/content/' }),
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
  const generate = (option: object, images: number, abortSignal?: AbortSignal): Promise<ImageResult> =>
    sdk.generateImage({
      model,
      prompt,
      n: images,
      providerOptions: { [backend.key]: { ...usual, ...option } },
      abortSignal,
    });

  const startedAt = performance.now();
  const outcome = await Promise.race([settle(generate({}, n, controller.signal)), hang()]);
  const sent = { submits: submits(), requests: emulator.requests.length };
  if (mode === 'aborted' || !backend.isOurs) await sleep(aftermathMs);
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
  const found = billed > delivered ? await recover(emulator, leftovers, again) : 0;
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

async function hang(): Promise<Outcome> {
  await sleep(patienceMs);
  return { result: undefined, error: undefined, hangs: true };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

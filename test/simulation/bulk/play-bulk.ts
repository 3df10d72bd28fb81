import type { SendingOptions } from '../../../packages/bulk/src/folder/options.ts';
import type { JobRecord } from '../../../packages/bulk/src/job/record.ts';
import { askedBy } from '../caller/generate-call.ts';
import { createModel } from '../caller/models.ts';
import type { PlayedCall } from '../caller/told.ts';
import type { BulkScript, Scenario } from '../script/scenario.ts';
import { numberIn } from '../service/picture.ts';
import type { Network } from '../service/network.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Life } from './life.ts';
import { playRun, type RunEnd } from './run.ts';

/** What a run is played with. */
export interface BulkStage {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly apiKey: string;
  readonly network: Network;
}

/** What an image is taken to cost at most. */
const price = { civitai: { buzz: 26 }, others: { usd: 0.02 } };

/** Plays the calls of a scenario as the jobs of a run. What became of each is told as a call is told of. */
export async function playBulk(stage: BulkStage, script: BulkScript): Promise<PlayedCall[]> {
  const { scenario, time, network } = stage;
  const { service, calls } = scenario;
  const jobs = calls.map((call, index) => {
    const { aspectRatio, options } = askedBy(scenario, call);
    const { deferred: _, ...own } = options;
    return {
      prompt: `wish ${index}`,
      n: call.n,
      model: String(index),
      options: { ...own, ...(aspectRatio !== undefined && { aspectRatio }) },
    };
  });
  const sendingBy = (life: Life): SendingOptions => ({
    model: (id = '') => modelFor(stage, Number(id), life),
    rate: false,
    price: service === 'civitai' ? price.civitai : price.others,
    batch: service === 'batch',
    sync: service === 'xai',
    sidecars: false,
  });
  const startedAtMs = time.now();
  const end = await playRun({ script, time, jobs, sendingBy, makeFair: () => network.makeFair() });
  return Promise.all(calls.map(async (_, index) => toCall(stage, index, { startedAtMs, end })));
}

/** The model that a process sends a job with, so that the requests of each job are told apart. */
function modelFor({ scenario, apiKey, network }: BulkStage, index: number, life: Life) {
  const call = scenario.calls[index] ?? { n: 1 };
  const fetch = network.fetchFor(index, undefined);
  return createModel(scenario, askedBy(scenario, call).modelId, {
    apiKey,
    fetch: (input, init) => life.step(() => fetch(input, init)),
    timeout: call.timeoutMs,
    onProgress: () => {},
  });
}

async function toCall(
  { scenario, apiKey, time }: BulkStage,
  index: number,
  { startedAtMs, end: { records, blobs } }: { readonly startedAtMs: number; readonly end: RunEnd },
): Promise<PlayedCall> {
  const script = scenario.calls[index] ?? { n: 1 };
  const record = records.find(({ job }) => job.model === String(index));
  const images = await Promise.all(
    (record?.images ?? []).map(async ({ blobKey = '' }) => {
      const bytes = (await blobs.get(blobKey))?.bytes ?? new Uint8Array();
      return { bytes, number: numberIn(bytes) };
    }),
  );
  return {
    index,
    script,
    apiKey,
    startedAtMs,
    endedAtMs: time.now(),
    end: endOf(record),
    result: undefined,
    error: record?.error === undefined ? undefined : new Error(record.error),
    images,
    attempts: [],
    progress: [],
    warnings: [...(record?.warnings ?? [])],
    metadata: [],
    listeners: { left: 0, atOnce: 0 },
    recovered: new Set(),
    record,
  };
}

function endOf(record: JobRecord | undefined): PlayedCall['end'] {
  return record?.state === 'done' ? 'result' : 'error';
}

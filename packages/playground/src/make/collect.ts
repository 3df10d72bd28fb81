import { causeOf, GenerationIncompleteError, ImageDownloadError, recoveryPortOf } from '@grok-image/core';
import { isKnown, sumOf } from '../protocol/cost.ts';
import type { ModelProgress, Service } from '../services/service.ts';
import type { Files } from '../store/files.ts';
import type { RunRecord, StoredResume } from '../store/lines.ts';
import { fetchPaid, keepBytes, keepResult, type Kept } from './keeper.ts';
import { toCollect } from './model-call.ts';

/** What a look for the pictures of an earlier call brought. */
export type Collected =
  | ({ readonly state: 'kept' } & Kept)
  /** The service knows of no such call: it never arrived. */
  | { readonly state: 'absent' }
  /** What it left leads nowhere any more. */
  | { readonly state: 'gone' };

/** What is at hand for it. */
export interface CollectMeans {
  readonly service: Service;
  readonly files: Files;
  /** How the call failed, in this process: some errors fetch what they are about. */
  readonly error: unknown;
  readonly abortSignal: AbortSignal;
  readonly onProgress: (event: ModelProgress) => void;
}

/** Whether there is a way to what an earlier call has paid. */
export function canCollect({ resumes, paid }: Pick<RunRecord, 'resumes' | 'paid'>, error?: unknown): boolean {
  return resumes.length > 0 || paid.length > 0 || downloadOf(error) !== undefined;
}

/**
 * Brings what an earlier call has paid, by whichever way leads there: the job itself, the error that it ended with, or the
 * addresses that were told. Nothing is paid.
 *
 * @throws what the surest way throws, when none leads there
 */
export async function collectRun(run: RunRecord, means: CollectMeans): Promise<Collected> {
  const { files, service, error, abortSignal } = means;
  const failures: unknown[] = [];
  const resumes = await surestOf(run, means);
  if (resumes === undefined) return { state: 'absent' };
  const parts = await Promise.allSettled(resumes.map(resume => collectOne(run, resume, means)));
  const kept = parts.flatMap(part => (part.status === 'fulfilled' ? [part.value] : []));
  failures.push(...parts.flatMap(part => (part.status === 'rejected' ? [part.reason] : [])));
  if (kept.some(({ pictures }) => pictures.length > 0)) return { state: 'kept', ...join(kept) };

  const download = downloadOf(error);
  if (download) {
    try {
      const images = await download({ abortSignal });
      const found = images.map(({ data, metadata }, place) => ({
        bytes: data,
        index: typeof metadata['index'] === 'number' ? metadata['index'] : place,
      }));
      return { state: 'kept', ...(await keepBytes(run, found, files)) };
    } catch (failure) {
      failures.push(failure);
    }
  }
  const fetched = await fetchPaid(run.paid, service, abortSignal);
  if (fetched.length > 0) return { state: 'kept', ...(await keepBytes(run, fetched, files)) };
  if (failures.length > 0) throw failures[0];
  return { state: 'gone' };
}

async function collectOne(run: RunRecord, resume: StoredResume, means: CollectMeans): Promise<Kept> {
  const { service, files, abortSignal, onProgress } = means;
  const model = service.model(run.model, onProgress);
  const result = await model.doGenerate({ ...toCollect(run, service, resume), abortSignal });
  return keepResult(run, result, service, files);
}

/** A key is looked up first: to send it again could start what never arrived. `undefined` where it did not. */
async function surestOf(
  { resumes, model }: RunRecord,
  { service, abortSignal }: CollectMeans,
): Promise<readonly StoredResume[] | undefined> {
  const jobs = resumes.filter(resume => !('externalId' in resume));
  const [key] = resumes;
  if (jobs.length > 0 || key === undefined) return jobs;
  const found = await recoveryPortOf(service.model(model))?.find(key, { abortSignal });
  if (found?.resume === undefined || found.state === 'absent') return undefined;
  return [found.resume];
}

/** Fetches what an error is about; `undefined` for errors that do not. */
function downloadOf(error: unknown): ImageDownloadError['retryDownload'] | undefined {
  const cause = causeOf(error);
  const isOne = ImageDownloadError.isInstance(cause) || GenerationIncompleteError.isInstance(cause);
  return isOne ? cause.retryDownload : undefined;
}

function join(parts: readonly Kept[]): Kept {
  const cost = sumOf(parts.flatMap(part => part.cost ?? []));
  return {
    pictures: parts.flatMap(({ pictures }) => pictures),
    warnings: parts.flatMap(({ warnings }) => warnings),
    ...(isKnown(cost) && { cost }),
  };
}

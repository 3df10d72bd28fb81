import { downloadImage } from '@grok-image/core';
import type { ModelResult, Service } from '../services/service.ts';
import type { Files, KeptFile, Keeping } from '../store/files.ts';
import type { PaidPicture, RunRecord, StoredPicture } from '../store/lines.ts';
import { readOutcome, type Outcome, type Told } from './outcome.ts';

/** Pictures on disk, and what is to be said of them. */
export interface Kept extends Omit<Outcome, 'told'> {
  readonly pictures: readonly StoredPicture[];
}

/** Keeps the pictures of a result before anything else happens with them. */
export async function keepResult(
  run: Pick<RunRecord, 'id'>,
  result: ModelResult,
  service: Service,
  files: Files,
): Promise<Kept> {
  const keepings = await Promise.all(result.images.map(bytes => files.keep(bytes)));
  const { told, warnings, cost } = readOutcome(result, service);
  const pictures = keepings.map(({ kept }, place) => toPicture(run, kept, told[place] ?? unsaid(place)));
  return { pictures: withOwnIndexes(run, pictures), warnings: [...warnings, ...problemsOf(keepings)], cost };
}

/** Keeps pictures that were fetched without a result around them. */
export async function keepBytes(
  run: Pick<RunRecord, 'id'>,
  images: readonly { readonly index: number; readonly bytes: Uint8Array }[],
  files: Files,
): Promise<Kept> {
  const keepings = await Promise.all(images.map(({ bytes }) => files.keep(bytes)));
  const pictures = keepings.map(({ kept }, place) =>
    toPicture(run, kept, unsaid(images[place]?.index ?? place)),
  );
  return { pictures: withOwnIndexes(run, pictures), warnings: problemsOf(keepings) };
}

/** Fetches pictures that are paid by their addresses; those that do not come are left out. */
export async function fetchPaid(
  paid: readonly PaidPicture[],
  { download }: Service,
  abortSignal: AbortSignal | undefined,
): Promise<{ readonly index: number; readonly bytes: Uint8Array }[]> {
  const fetched = await Promise.allSettled(
    paid.map(async ({ index, url }) => {
      const { data } = await downloadImage(url, { ...download, fetch: undefined, abortSignal });
      return { index, bytes: data };
    }),
  );
  return fetched.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
}

function problemsOf(keepings: readonly Keeping[]): string[] {
  return keepings.flatMap(({ problem }) => problem ?? []);
}

function unsaid(index: number): Told {
  return { index, isReused: false, metadata: {} };
}

function toPicture({ id: run }: Pick<RunRecord, 'id'>, file: KeptFile, told: Told): StoredPicture {
  return { ...file, ...told, id: `${run}.${told.index}`, run };
}

/** Several jobs of one call count from 0 each. */
function withOwnIndexes(run: Pick<RunRecord, 'id'>, pictures: readonly StoredPicture[]): StoredPicture[] {
  const taken = new Set<number>();
  return pictures.map(picture => {
    let { index } = picture;
    while (taken.has(index)) index += 1;
    taken.add(index);
    return { ...picture, index, id: `${run.id}.${index}` };
  });
}

import { createHash } from 'node:crypto';
import { isRecord } from '@ai-sdk/provider-utils';
import type { StoredJob } from './job.ts';

/** Version of the keys. Another one would have every run paid again. */
export const keyVersion = 1;

/**
 * The key of a job: the same in every process and on every machine, and another one wherever pictures would differ. The
 * name of its files and its line are left out, so that lines may move.
 *
 * @param run - the salt: the same jobs of another run are other jobs
 * @returns 64 characters of hex
 */
export function keyOf(run: string, job: StoredJob): string {
  return sha256Of(canonical({ ...asked(job), keyVersion, run, ...repeated(job) }));
}

/** SHA-256 of bytes or of a text, in hex. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Counts equal jobs, so that each of them is one of its own: the first, the second, wherever they stand in their file.
 *
 * @returns a function that gives a job its place among its equals, from 0
 */
export function countRepetitions(): (job: StoredJob) => number {
  // Sixteen bytes tell a million jobs apart, and are a tenth of the text.
  const seen = new Map<string, number>();
  return job => {
    const digest = createHash('sha256')
      .update(canonical(asked(job)))
      .digest()
      .toString('latin1', 0, 16);
    const place = seen.get(digest) ?? 0;
    seen.set(digest, place + 1);
    return place;
  };
}

function asked({ prompt, model, n = 1, aspectRatio, size, seed, options, sources = [] }: StoredJob): object {
  const named = sources.map(source => ('url' in source ? source.url : source.sha256));
  return { prompt, model, n, aspectRatio, size, seed, options, sources: named };
}

function repeated({ repetition = 0, attempt = 0, retryOf }: StoredJob): object {
  return { repetition, attempt, retryOf };
}

/** JSON with its names in order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    isRecord(entry) && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

import { wait, type FoundRequest, type Resume, type UploadTarget } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { isAbort, type AnyRecoveryPort } from '@grok-image/middleware/internal';
import { uploadKeys, uploadTargets } from '@grok-image/middleware/persist';
import type { RouteCall } from './call.ts';
import { collect } from './collect.ts';
import type { MadePicture, Outcome } from './outcome.ts';

/** How often a job is looked at, and how often a bucket, in milliseconds. */
const lookMs = 1000;
const bucketLookMs = 5000;

/** For how long a service may not answer before a job is left for later, in milliseconds. */
const longestOutageMs = 120_000;

/** How often a picture is looked for in a bucket whose service says that it is made. */
const mostLooks = 3;

/** The addresses that a service puts the pictures of a job to. */
export async function uploadsOf({
  bucket,
  key,
  prefix,
  params,
}: RouteCall): Promise<readonly UploadTarget[]> {
  if (bucket === undefined) return [];
  const { targets } = await uploadTargets(bucket, baseOf(prefix, key), params.n);
  return targets;
}

function baseOf(prefix: string, key: string): string {
  return `${prefix}uploads/${key}`;
}

/**
 * Looks for the pictures of a job that nothing else is known of, until its service would have put them there.
 *
 * @param sentAt - in milliseconds since 1970
 * @throws the abort reason
 */
export async function searchBucket(call: RouteCall, sentAt: number): Promise<Outcome> {
  for (;;) {
    const pictures = await lookInBucket(call);
    const isOver = Date.now() - sentAt >= call.bucketWaitMs;
    if (pictures.length === call.params.n || (isOver && pictures.length > 0)) {
      return { kind: 'made', made: { pictures, cost: undefined, warnings: [] } };
    }
    if (isOver) return { kind: 'lost', reason: 'Its pictures are not in the bucket.' };
    await wait(Math.min(bucketLookMs, call.bucketWaitMs), call.abortSignal);
  }
}

/** Waits for a job whose pictures its service puts into the bucket: no byte of them passes here. */
export async function awaitUploads(port: AnyRecoveryPort, call: RouteCall, resume: Resume): Promise<Outcome> {
  const { abortSignal } = call;
  let answeredAt = performance.now();
  for (;;) {
    let found: FoundRequest | undefined;
    try {
      found = await port.find(resume, { abortSignal });
      answeredAt = performance.now();
    } catch (error) {
      if (isAbort(error, abortSignal)) throw error;
      if (performance.now() - answeredAt > longestOutageMs) {
        return { kind: 'open', reason: messageOf(error), resume };
      }
    }
    if (found?.state === 'done') return takeUploads(port, call, resume, found.cost);
    if (found?.state === 'absent') return { kind: 'lost', reason: 'The service does not know the job.' };
    if (found?.state === 'failed') return collect(port, call, resume);
    await wait(lookMs, abortSignal);
  }
}

async function takeUploads(
  port: AnyRecoveryPort,
  call: RouteCall,
  resume: Resume,
  cost: FoundRequest['cost'],
): Promise<Outcome> {
  for (let look = 1; look <= mostLooks; look++) {
    const pictures = await lookInBucket(call);
    if (pictures.length === call.params.n) return { kind: 'made', made: { pictures, cost, warnings: [] } };
    if (look < mostLooks) await wait(lookMs, call.abortSignal);
  }
  // It was withheld, or did not arrive: the service tells which.
  return collect(port, call, resume);
}

/** The pictures of a job that are in the bucket by now, without reading them. */
export async function lookInBucket({
  bucket,
  key,
  prefix,
  params: { n },
}: Pick<RouteCall, 'bucket' | 'key' | 'prefix' | 'params'>): Promise<MadePicture[]> {
  if (bucket === undefined) return [];
  const keys = uploadKeys(baseOf(prefix, key), n);
  const heads = await Promise.all(keys.map(async blobKey => ({ blobKey, head: await bucket.head(blobKey) })));
  return heads.flatMap(({ blobKey, head }) => (head === undefined ? [] : [{ blobKey, ...head }]));
}

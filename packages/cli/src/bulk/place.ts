import { openQueue, type BulkQueue, type Place } from '@grok-image/bulk';
import { invalidArgumentInWords } from '@grok-image/core';
import type { BlobStore } from '@grok-image/middleware';
import type * as z from 'zod/v4';
import { openBucket } from '../stores/bucket.ts';
import type { placeShape } from './flags.ts';

/** What the flags say of a place. */
export type PlaceValues = z.output<z.ZodObject<typeof placeShape>>;

/** A run that was opened. */
export interface OpenPlace {
  readonly place: Place;
  /** Where machines share it. */
  readonly queue: BulkQueue | undefined;
  readonly bucket: BlobStore | undefined;
  /** The folder, also of reports. */
  readonly out: string;
  close(): Promise<void>;
}

/**
 * Opens a folder, or a queue.
 *
 * @param usualOut - the folder where none is given
 * @throws InvalidArgumentError for two queues at once; what the queue throws, e.g. where Redis can forget
 */
export async function openPlace(
  { out, redis, postgres, queue: name, run, durable, bucket: address }: PlaceValues,
  usualOut: string,
): Promise<OpenPlace> {
  if (redis !== undefined && postgres !== undefined) {
    throw invalidArgumentInWords('--redis and --postgres', 'both', 'one of them');
  }
  const bucket = address === undefined ? undefined : await openBucket(address, process.env);
  const folder = out ?? usualOut;
  if (redis === undefined && postgres === undefined) {
    return { place: folder, queue: undefined, bucket, out: folder, close: async () => {} };
  }
  const queue = await openQueue({
    durable,
    ...(redis !== undefined && { redis }),
    ...(postgres !== undefined && { postgres }),
    ...(name !== undefined && { name }),
    ...(run !== undefined && { run }),
    ...(bucket && { bucket }),
  });
  return { place: queue, queue, bucket, out: folder, close: () => queue.close() };
}

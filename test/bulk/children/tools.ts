import { createCivitai } from '@grok-image/civitai';
import { openQueue, type BulkQueue } from '@grok-image/bulk';
import type { BlobStore, ImageModelLike } from '@grok-image/middleware';
import { s3 } from '@grok-image/middleware/s3';
import { createGrok } from '@grok-image/xai';
import type { Task } from './task.ts';

const modelId = 'grok-imagine-image';

export function modelOf({ route, access, bucket, worker }: Task): ImageModelLike {
  const headers = worker === undefined ? undefined : { 'x-worker': `${worker}` };
  if (route === 'civitai') return createCivitai({ ...access, headers, rateLimit: false }).image(modelId);
  // A bucket on this machine is nowhere that pictures may come from without being told.
  return createGrok({ ...access, headers, rateLimit: false, imageOrigins: [bucket.endpoint] }).image(modelId);
}

export function bucketOf({ route, bucket }: Task): BlobStore {
  const blobs = s3({ ...bucket, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  if (route === 'bucket') return blobs;
  // Where services put nothing themselves, a lost request leaves nothing.
  const { target: _, ...plain } = blobs;
  return plain;
}

export function queueOf(task: Task, bucket: BlobStore = bucketOf(task)): Promise<BulkQueue> {
  const { engine, url = '' } = task;
  return openQueue({
    ...(engine === 'postgres' ? { postgres: url } : { redis: url }),
    bucket,
  });
}

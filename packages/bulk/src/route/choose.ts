import type { ImageModelLike } from '@grok-image/middleware';
import type { BlobStore } from '@grok-image/middleware';
import { portOf } from '@grok-image/middleware/internal';
import { canStart } from '../job/params.ts';
import type { StoredJob } from '../job/job.ts';
import type { RouteName } from '../job/record.ts';

/** What a run offers beside its models. */
export interface RouteChoice {
  readonly bucket: BlobStore | undefined;
  /** Whether the batches of a service are wanted. */
  readonly batch: boolean;
  /** Whether requests are to be waited for, and not made to be collected later. */
  readonly sync: boolean;
}

/** The surest way that a job can go with its model. */
export function chooseRoute(
  model: ImageModelLike,
  { options = {} }: StoredJob,
  { bucket, batch, sync }: RouteChoice,
): RouteName {
  const port = portOf(model);
  if (port === undefined) return 'plain';
  const { capabilities } = port;
  if (batch && port.batch !== undefined) return 'batch';
  // What a service does not keep, it does not know by its key either.
  if (capabilities.isKeyed && options['ephemeral'] !== true) return 'keyed';
  if (capabilities.uploads && bucket?.target !== undefined) return 'bucket';
  return !sync && capabilities.resumesBy.length > 0 && canStart(model) ? 'deferred' : 'plain';
}

/** What is promised of a route. */
export interface Guarantee {
  readonly route: RouteName;
  readonly modelId: string;
  readonly sentence: string;
}

const sentences: Readonly<Record<RouteName, string>> = {
  keyed:
    'billed at most once, and delivered as long as the service keeps it: a request that is lost is sent again under its key, which the service carries out once.',
  batch:
    'never lost; billed twice only if the list of the batch lags, or a process that stood still goes on after another one took its place.',
  bucket:
    'never billed twice: the service puts the pictures into the bucket itself, where they are looked for; what is not there two minutes after is listed as unknown.',
  deferred:
    'never billed twice: a job is found again by its id; one whose process dies before the id is written down is listed as unknown.',
  plain: 'never billed twice: what is lost on its way is listed as unknown, with what it may have cost.',
};

const survives: Readonly<Record<'journal' | 'redis' | 'postgres', string>> = {
  journal: 'The journal is on the disk before a request leaves.',
  redis:
    'This holds when workers or Redis die. When the host of Redis dies or another Redis takes over, it holds for services that take keys and for buckets, and for others with appendfsync always only.',
  postgres: 'This holds when workers, PostgreSQL or its host die.',
};

/** The guarantee of a route, in a sentence to be printed. */
export function guaranteeOf(
  route: RouteName,
  modelId: string,
  place: 'journal' | 'redis' | 'postgres',
): Guarantee {
  return { route, modelId, sentence: `${modelId}: ${sentences[route]} ${survives[place]}` };
}

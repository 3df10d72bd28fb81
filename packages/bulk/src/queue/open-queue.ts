import { parseStrict, patternSchema, textSchema } from '@grok-image/core';
import { invalidArgumentInWords } from '@grok-image/core';
import type { BlobStore } from '@grok-image/middleware';
import * as z from 'zod/v4';
import { openPostgres, openRedis, type Engine } from './engine.ts';

/** Where a queue is. */
export interface QueueOptions {
  /** Address of a Redis with an append-only file, e.g. `redis://127.0.0.1:6379`; needs `ioredis`. */
  readonly redis?: string | undefined;
  /** Address of a PostgreSQL from 13 on, in its place; needs `pg`. */
  readonly postgres?: string | undefined;
  /** Tells queues apart that share a server; default `'grok-image'`. */
  readonly name?: string | undefined;
  /** Salt of the keys: the same jobs of another run are sent again. Default `'1'`. */
  readonly run?: string | undefined;
  /** Where sources and pictures are: every machine has to reach it. */
  readonly bucket?: BlobStore | undefined;
  /** Takes a Redis for one that forgets nothing, whatever it says of itself. Default false. */
  readonly durable?: boolean | undefined;
  /** Hears of connections that break; they are made again. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** A queue of jobs that any number of machines share. */
export interface BulkQueue {
  readonly name: string;
  readonly run: string;
  readonly server: 'redis' | 'postgres';
  readonly bucket: BlobStore | undefined;
  close(): Promise<void>;
}

const engines = new WeakMap<BulkQueue, Engine>();

const nameSchema = patternSchema(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and -_.');
const schema = z.strictObject({
  redis: textSchema().optional(),
  postgres: textSchema().optional(),
  name: nameSchema.default('grok-image'),
  run: nameSchema.default('1'),
  bucket: z.custom<BlobStore>().optional(),
  durable: z.boolean().default(false),
  onWarning: z.custom<(message: string) => void>().optional(),
});

/**
 * Opens a queue, and makes it where there is none.
 *
 * @throws InvalidArgumentError; BulkError where a driver is missing; StoreSetupError for a Redis that can forget what was paid
 * @example
 * const queue = await openQueue({ redis: 'redis://127.0.0.1:6379', bucket: s3({ bucket: 'pictures', credentials }) });
 */
export async function openQueue(options: QueueOptions): Promise<BulkQueue> {
  const { redis, postgres, name, run, bucket, durable, onWarning } = parseStrict(schema, options, '');
  const onError = (error: Error) => onWarning?.(error.message);
  if ((redis === undefined) === (postgres === undefined)) {
    const given = redis === undefined ? 'none of them' : 'both';
    throw invalidArgumentInWords('redis or postgres', given, 'the address of one of them');
  }
  const settings = { name, durable, onError };
  const engine =
    redis === undefined ? await openPostgres(postgres ?? '', settings) : await openRedis(redis, settings);
  return createQueue(engine, { name, run, bucket });
}

/** The queue that an engine moves. */
export function createQueue(
  engine: Engine,
  { name, run, bucket }: Pick<BulkQueue, 'name' | 'run' | 'bucket'>,
): BulkQueue {
  const queue: BulkQueue = { name, run, server: engine.name, bucket, close: () => engine.close() };
  engines.set(queue, engine);
  return Object.freeze(queue);
}

/** What moves the jobs of a queue. */
export function engineOf(queue: BulkQueue): Engine {
  const engine = engines.get(queue);
  if (engine === undefined) throw invalidArgumentInWords('queue', 'no queue', 'what openQueue gives');
  return engine;
}

/** What all keys of a run begin with in the ledger. */
export function spaceOf({ name }: Pick<BulkQueue, 'name'>, run: string): string {
  return `bulk/${name}/${run}/`;
}

/** What all keys of a run begin with in the bucket. */
export function prefixOf({ name }: Pick<BulkQueue, 'name'>, run: string): string {
  return `${name}/${run}/`;
}

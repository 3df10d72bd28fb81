import { messageOf } from '@grok-image/core/internal';
import type { Ledger, Slots } from '@grok-image/middleware';
import type { WorkerOptions } from 'bullmq';
import type { ClientConfig } from 'pg';
import { BulkError } from '../errors/bulk-error.ts';
import { lateEvents } from './late-events.ts';
import { begin, listen, notConnected, type Moving, type MovingWorker } from './moving.ts';

/** A job as a queue moves it. What it knows of it is no more than that: the ledger has the truth. */
export interface QueuedJob {
  readonly id?: string | undefined;
  /** The run that it belongs to. */
  readonly name: string;
  readonly data: unknown;
  readonly returnvalue: unknown;
  /** Why it was not sent, where it was not. */
  readonly progress: unknown;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
  updateProgress(progress: object): Promise<void>;
}

/** How far a queue has moved a job. */
export type QueuedState = 'completed' | 'active' | 'waiting' | 'delayed' | 'failed' | 'prioritized';

/** What is needed of a queue of BullMQ, over whichever server. */
export interface MovingQueue {
  addBulk(jobs: { name: string; data: unknown; opts: object }[]): Promise<unknown>;
  getJob(id: string): Promise<QueuedJob | undefined>;
  getJobs(states: QueuedState[], start: number, end: number, ascending: boolean): Promise<QueuedJob[]>;
  getJobCounts(): Promise<Record<string, number>>;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

/** What moves the jobs of a queue, and where it is written how far they are: both on the same server. */
export interface Engine {
  readonly name: 'redis' | 'postgres';
  readonly queue: MovingQueue;
  readonly ledger: Ledger;
  readonly slots: Slots;
  /** @throws BulkError of reason `setup` where the server does not answer */
  work(process: Process, options: EngineWorkerOptions): Promise<MovingWorker>;
  /** @throws BulkError of reason `setup` where the server does not answer */
  listen(hear: (returnvalue: unknown) => void): Promise<Pick<Moving, 'close'>>;
  /** Rejects while the server does not answer. */
  ping(): Promise<void>;
  /** What is thrown when a job was moved to a later time. */
  delayed(): Error;
  close(): Promise<void>;
}

/** Works on a job. What it throws that is made by `delayed` leaves the job for later. */
export type Process = (job: QueuedJob, token: string | undefined) => Promise<unknown>;

/** How a worker takes jobs. */
export type EngineWorkerOptions = Pick<
  WorkerOptions,
  'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount' | 'runRetryDelay' | 'drainDelay'
> & { readonly onError: (error: Error) => void };

/** Which server, and under which name. */
export interface EngineOptions {
  readonly name: string;
  /** Takes a Redis for one that forgets nothing. */
  readonly durable: boolean;
  readonly onError: (error: Error) => void;
}

/** @throws BulkError of reason `setup`; StoreSetupError for a Redis that can forget */
export async function openRedis(url: string, { name, durable, onError }: EngineOptions): Promise<Engine> {
  const { Redis } = await load(import('ioredis'), 'ioredis', 'Redis');
  const [bullmq, { redisLedger, redisSlots }] = await Promise.all([
    import('bullmq'),
    import('@grok-image/middleware/redis'),
  ]);
  const connect = () => {
    const client = new Redis(url, {
      maxRetriesPerRequest: null,
      retryStrategy: times => Math.min(times * 100, 2000),
    });
    client.on('error', onError);
    return client;
  };
  // What is asked while it is away waits until it is back.
  const client = connect();
  const moving = connect();
  const settings = { connection: moving, prefix: '{grok-image-bulk}' };
  const own = { ...settings, autorun: false };
  const queue = new bullmq.Queue(name, settings);
  queue.on('error', onError);
  const ledger = redisLedger(client, { durable });
  const close = async () => {
    await queue.close();
    moving.disconnect();
    client.disconnect();
  };
  return checked({
    name: 'redis',
    queue,
    ledger,
    slots: redisSlots(client),
    work: (process, options) => begin(new bullmq.Worker(name, process, { ...own, ...options }), options),
    async listen(hear) {
      const [seconds = 0, microseconds = 0] = await client.time();
      const lastEventId = `${1000 * seconds + Math.floor(microseconds / 1000)}-0`;
      return listen(new bullmq.QueueEvents(name, { ...own, lastEventId }), (_, returnvalue) =>
        hear(returnvalue),
      );
    },
    delayed: () => new bullmq.DelayedError(),
    async ping() {
      await client.ping();
    },
    close,
  });
}

/** Where BullMQ has its tables. */
const schema = 'grok_image_bulk';

/** @throws BulkError of reason `setup` */
export async function openPostgres(url: string, { name, onError }: EngineOptions): Promise<Engine> {
  const { Client, Pool } = await load(import('pg'), 'pg', 'PostgreSQL');
  const [{ createPostgresBackend, DelayedError, withBackend }, { migrate, postgresLedger, postgresSlots }] =
    await Promise.all([import('bullmq'), import('@grok-image/middleware/postgres')]);
  const bullmq = withBackend(createPostgresBackend);
  // A connection that breaks says so beside failing what it was asked, and ends the process where nobody listens: pools do
  // to those that wait only, and not to those that they have given out.
  class HeardClient extends Client {
    constructor(options?: ClientConfig) {
      super(options);
      this.on('error', onError);
    }
  }
  const settings = { connectionString: url, Client: HeardClient };
  const pool = new Pool({ ...settings, max: 10 });
  pool.on('error', onError);
  const connection = { ...settings, schema, migrate: true };
  const own = { connection, autorun: false };
  await migrate(pool).catch((cause: unknown) => {
    throw new BulkError('setup', {
      message: `Failed to make the tables in PostgreSQL: ${messageOf(cause)}. Check the address, and that its user may create a schema. Nothing was sent.`,
      cause,
    });
  });
  const queue = new bullmq.Queue(name, { connection });
  queue.on('error', onError);
  return checked({
    name: 'postgres',
    queue,
    ledger: postgresLedger(pool),
    slots: postgresSlots(pool),
    work: (process, options) => begin(new bullmq.Worker(name, process, { ...own, ...options }), options),
    async listen(hear) {
      const { rows } = await pool
        .query<{ last: string }>(
          `select coalesce(max(id), 0)::text as last from ${schema}.event where queue = $1`,
          [name],
        )
        .catch(notConnected);
      const lastEventId = rows[0]?.last ?? '0';
      const late = lateEvents({ pool, schema, queue: name, after: lastEventId }, hear);
      const events = await listen(new bullmq.QueueEvents(name, { ...own, lastEventId }), late.take).catch(
        (error: unknown) => {
          late.close();
          throw error;
        },
      );
      return {
        close() {
          late.close();
          return events.close();
        },
      };
    },
    delayed: () => new DelayedError(),
    async ping() {
      await pool.query('select 1');
    },
    async close() {
      await queue.close();
      await pool.end();
    },
  });
}

/** Whether the server answers, and can forget nothing, is found out before the first job. */
async function checked(engine: Engine): Promise<Engine> {
  try {
    await engine.ledger.lookUp('bulk/first');
    await engine.queue.waitUntilReady();
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function load<MODULE>(loading: Promise<MODULE>, driver: string, server: string): Promise<MODULE> {
  try {
    return await loading;
  } catch (cause) {
    throw new BulkError('setup', {
      message: `Failed to open a queue in ${server}: ${messageOf(cause)}. Install its driver: npm install ${driver}.`,
      cause,
    });
  }
}

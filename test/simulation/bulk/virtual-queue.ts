import { memoryLedger, memorySlots } from '@grok-image/middleware';
import type {
  Engine,
  EngineWorkerOptions,
  Process,
  QueuedJob,
} from '../../../packages/bulk/src/queue/engine.ts';
import type { MovingWorker } from '../../../packages/bulk/src/queue/moving.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Life } from './life.ts';

/** Longest time between two looks of a worker, in milliseconds. */
const lookMs = 10_000;

/** Who works on a job, as long as it gives signs of life. */
interface Holder {
  readonly life: Life;
  readonly leaseMs: number;
  /** When it has left the job as it stands. */
  leftAtMs?: number;
}

interface Job {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  /** Not before. */
  fromMs: number;
  holder: Holder | undefined;
  isOver: boolean;
  returnvalue: unknown;
  progress: unknown;
}

/** Thrown by who has moved a job to a later time. */
class MovedError extends Error {}

/** A server that moves jobs as BullMQ does: a job whose worker gives no sign of life goes to the next one. */
export class VirtualQueue {
  readonly ledger: ReturnType<typeof memoryLedger> = memoryLedger();
  readonly #jobs = new Map<string, Job>();
  readonly #time: VirtualTime;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  get keys(): readonly string[] {
    return [...this.#jobs.keys()];
  }

  get isEmpty(): boolean {
    return [...this.#jobs.values()].every(({ isOver }) => isOver);
  }

  /** What who has ended a job has told of it. */
  toldOf(id: string): unknown {
    return this.#jobs.get(id)?.returnvalue;
  }

  /** As a process reaches it. */
  engineOf(life: Life): Engine {
    return {
      name: 'redis',
      queue: {
        addBulk: async jobs => {
          for (const { name, data, opts } of jobs) this.#add(String(Reflect.get(opts, 'jobId')), name, data);
        },
        getJob: async id => this.#found(id),
        getJobs: async () => [],
        getJobCounts: async () => ({}),
        waitUntilReady: async () => undefined,
        close: async () => {},
      },
      ledger: life.reach(this.ledger),
      slots: memorySlots(),
      work: async (process, options) => this.#work(life, process, options),
      listen: async () => ({ close: async () => {} }),
      ping: async () => {},
      delayed: () => new MovedError('It was moved.'),
      close: async () => {},
    };
  }

  #add(id: string, name: string, data: unknown): void {
    if (this.#jobs.has(id)) return;
    const fresh = {
      fromMs: 0,
      holder: undefined,
      isOver: false,
      returnvalue: undefined,
      progress: undefined,
    };
    this.#jobs.set(id, { id, name, data, ...fresh });
  }

  #found(id: string): QueuedJob | undefined {
    const job = this.#jobs.get(id);
    return job && this.#seenBy(job, undefined);
  }

  #work(
    life: Life,
    process: Process,
    { concurrency = 1, lockDuration = 0 }: EngineWorkerOptions,
  ): MovingWorker {
    const state = { isClosing: false };
    const loops = Array.from({ length: concurrency }, async () => {
      while (!state.isClosing && !life.isDead) {
        const job = await life.step(async () => this.#take(life, lockDuration));
        if (job === undefined) await this.#time.sleep(lookMs);
        else await this.#process(job, process, life);
      }
    });
    return {
      async close() {
        state.isClosing = true;
        await Promise.all(loops);
      },
    };
  }

  /** The next job: one that waits, or whose holder is silent. */
  #take(life: Life, leaseMs: number): Job | undefined {
    const now = this.#time.now();
    const isFree = ({ holder }: Job): boolean =>
      holder === undefined || now - (holder.leftAtMs ?? holder.life.seenAtMs) > holder.leaseMs;
    const job = [...this.#jobs.values()].find(one => !one.isOver && one.fromMs <= now && isFree(one));
    if (job) job.holder = { life, leaseMs };
    return job;
  }

  async #process(job: Job, process: Process, life: Life): Promise<void> {
    const { holder } = job;
    try {
      const returnvalue = await process(this.#seenBy(job, life), undefined);
      // Of who has lost it, the server takes nothing.
      await life.step(async () => {
        if (job.holder === holder) Object.assign(job, { isOver: true, returnvalue });
      });
    } catch (error) {
      if (!(error instanceof MovedError)) throw error;
      if (holder) holder.leftAtMs = this.#time.now();
    }
  }

  #seenBy(job: Job, life: Life | undefined): QueuedJob {
    const step = <T>(work: () => Promise<T>) => (life ? life.step(work) : work());
    return {
      ...job,
      updateProgress: progress => step(async () => void Object.assign(job, { progress })),
      moveToDelayed: fromMs =>
        step(async () => {
          if (job.holder?.life !== life) throw new RangeError('Missing lock');
          Object.assign(job, { holder: undefined, fromMs: this.#time.now() + fromMs - Date.now() });
        }),
    };
  }
}

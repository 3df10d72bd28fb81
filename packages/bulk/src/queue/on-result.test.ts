import { memoryLedger, memorySlots } from '@grok-image/middleware';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Engine, MovingQueue, QueuedJob } from './engine.ts';
import { waitForAll } from './on-result.ts';
import { createQueue, type BulkQueue } from './open-queue.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 });
  onTestFinished(() => void vi.useRealTimers());
});

/** What a look at a queue finds, and how long it takes. */
interface Look {
  readonly open: readonly string[];
  readonly completed: readonly string[];
  readonly takesMs?: number;
}

const record = (key: string) => ({ key, state: 'done', run: '1', job: { prompt: key }, at: 1 });

const unused = () => Promise.reject(new TypeError('Nobody asks for this.'));

function queueOf(looks: readonly Look[], activeUntilMs: number): BulkQueue {
  let looked = 0;
  const jobOf = (key: string, returnvalue: unknown): QueuedJob => ({
    id: key,
    name: '1',
    data: { prompt: key },
    returnvalue,
    progress: 0,
    moveToDelayed: unused,
    updateProgress: unused,
  });
  const queue: MovingQueue = {
    addBulk: unused,
    getJob: unused,
    async getJobs([state], start) {
      const look = looks[Math.min(looked, looks.length - 1)];
      if (look === undefined || start > 0) return [];
      if (state === 'active') {
        await new Promise(resolve => {
          setTimeout(resolve, look.takesMs ?? 0);
        });
        return look.open.map(key => jobOf(key, null));
      }
      looked++;
      return look.completed.map(key => jobOf(key, record(key)));
    },
    getJobCounts: async () => ({ active: performance.now() < activeUntilMs ? 1 : 0 }),
    waitUntilReady: unused,
    close: async () => undefined,
  };
  const engine: Engine = {
    name: 'redis',
    queue,
    ledger: memoryLedger(),
    slots: memorySlots(),
    work: unused,
    listen: unused,
    ping: unused,
    delayed: () => new TypeError('It waits.'),
    close: async () => undefined,
  };
  return createQueue(engine, { name: 'test', run: '1', bucket: undefined });
}

/** What is told, and when. */
async function over(queue: BulkQueue) {
  const waiting = waitForAll(queue).then(({ jobs, done }) => ({ jobs, done, at: performance.now() }));
  await vi.advanceTimersByTimeAsync(120_000);
  return waiting;
}

test('a job that moves while it is looked for is waited for', async () => {
  const queue = queueOf(
    [
      { open: ['a'], completed: ['b'] },
      { open: [], completed: ['a', 'b'] },
      { open: [], completed: ['a', 'b', 'c'] },
    ],
    1500,
  );
  expect(await over(queue)).toMatchObject({ jobs: 3, done: 3 });
});

test('the end of a run is seen soon, however long a look takes while its jobs move', async () => {
  const queue = queueOf(
    [
      { open: ['a', 'b'], completed: [], takesMs: 15_000 },
      { open: [], completed: ['a', 'b'] },
    ],
    20_000,
  );
  expect(await over(queue)).toEqual({ jobs: 2, done: 2, at: 20_001 });
});

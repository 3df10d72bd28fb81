import { startFauxqs } from 'fauxqs';
import { enqueueAll, jobsOf, type BulkQueue } from '@grok-image/bulk';
import type { EmulatorOptions, RunningEmulator } from '@grok-image/emulator';
import type { TestServer } from '../../packages/middleware/src/stores/test/servers.ts';
import type { World } from '../production/world.ts';
import { jobsOfTask, type EngineKind, type RouteKind, type Task } from './children/task.ts';
import { queueOf } from './children/tools.ts';

/** The servers of a scenario, and what its processes are told. */
export interface Stage {
  readonly emulator: RunningEmulator;
  readonly task: Task;
  readonly jobs: readonly { readonly prompt: string }[];
  /** Absent where a folder is worked on. */
  readonly server: TestServer | undefined;
  readonly queue: BulkQueue | undefined;
}

/** What a scenario is about. */
export interface Plan {
  readonly route: RouteKind;
  readonly engine: EngineKind;
  readonly jobs: number;
  readonly emulator: EmulatorOptions;
  readonly settings?: Partial<Pick<Task, 'concurrency' | 'leaseMs' | 'rate' | 'bucketWaitMs'>> | undefined;
}

const bucketName = 'pictures';

/** Starts what a scenario needs, and puts its jobs into the queue. */
export async function setStage(world: World, plan: Plan): Promise<Stage> {
  const { route, engine, settings } = plan;
  const emulator = await world.emulator({ rateLimit: false, ...plan.emulator });
  const fauxqs = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  world.defer(async () => fauxqs.stop());
  fauxqs.createBucket(bucketName);
  const server = engine === 'folder' ? undefined : await world[engine]();
  const task: Task = {
    route,
    engine,
    access: route === 'civitai' ? emulator.civitai : emulator.xai,
    bucket: { endpoint: `http://127.0.0.1:${fauxqs.port}`, bucket: bucketName },
    url: server?.url,
    out: await world.folder(),
    jobs: plan.jobs,
    concurrency: route === 'batch' ? 50 : 4,
    leaseMs: 4000,
    bucketWaitMs: 20_000,
    ...settings,
  };
  const jobs = jobsOfTask(plan.jobs);
  if (engine === 'folder') return { emulator, task, jobs, server, queue: undefined };
  const queue = await queueOf(task);
  world.defer(() => queue.close());
  await enqueueAll(queue, { input: jobsOf(jobs) });
  return { emulator, task, jobs, server, queue };
}

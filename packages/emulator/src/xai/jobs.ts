import type { World } from '../world/world.ts';
import type { Made } from './made.ts';

/** A deferred request. */
export interface Job {
  readonly id: string;
  readonly apiKey: string;
  /** Milliseconds since 1970. */
  readonly readyAt: number;
  readonly expiresAt: number;
  /** How often its outcome has been asked for while it was pending. */
  polls: number;
  /** Does the work, once, however often it is called. */
  readonly finish: () => Promise<JobResult>;
}

export type JobResult =
  | { readonly status: 'done'; readonly made: Made }
  | { readonly status: 'failed'; readonly code: string; readonly usage: object }
  | { readonly status: 'scripted'; readonly value: string };

export interface Jobs {
  start(apiKey: string, work: () => Promise<JobResult>): Job;
  /** `undefined` if unknown, expired, or somebody else's. */
  find(apiKey: string, id: string): Job | undefined;
}

export function createJobs(world: World): Jobs {
  const jobs = new Map<string, Job>();
  return {
    start(apiKey, work) {
      const readyAt = world.now() + world.options.deferredMs;
      let result: Promise<JobResult> | undefined;
      const finish = (): Promise<JobResult> => (result ??= work());
      const expiresAt = readyAt + world.options.urlLifetimeMs;
      const job: Job = { id: world.uuid(), apiKey, readyAt, expiresAt, polls: 0, finish };
      jobs.set(job.id, job);
      return job;
    },
    find(apiKey, id) {
      const job = jobs.get(id);
      return job !== undefined && job.apiKey === apiKey && world.now() < job.expiresAt ? job : undefined;
    },
  };
}

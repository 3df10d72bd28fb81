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

export class JobStore {
  readonly #world: World;
  readonly #jobs = new Map<string, Job>();

  constructor(world: World) {
    this.#world = world;
  }

  start(apiKey: string, work: () => Promise<JobResult>): Job {
    const { deferredMs, urlLifetimeMs } = this.#world.options;
    const readyAt = this.#world.now() + deferredMs;
    let result: Promise<JobResult> | undefined;
    const finish = (): Promise<JobResult> => (result ??= work());
    const id = this.#world.uuid();
    const job: Job = { id, apiKey, readyAt, expiresAt: readyAt + urlLifetimeMs, polls: 0, finish };
    for (const [old, { expiresAt }] of this.#jobs) {
      if (this.#world.now() < expiresAt) break;
      this.#jobs.delete(old);
    }
    this.#jobs.set(id, job);
    return job;
  }

  /** `undefined` if unknown, expired, or somebody else's. */
  find(apiKey: string, id: string): Job | undefined {
    const job = this.#jobs.get(id);
    return job?.apiKey === apiKey && this.#world.now() < job.expiresAt ? job : undefined;
  }
}

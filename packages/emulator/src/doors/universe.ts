import { randomUUID } from 'node:crypto';
import { Faults } from '../faults/faults.ts';
import type { ResolvedOptions } from '../options/options.ts';
import type { BackendApp, World } from '../world/backend.ts';
import { sleep } from '../world/clock.ts';
import { Ledger } from '../world/ledger.ts';
import type { BackendName, ReceivedRequest } from '../world/request.ts';
import { createRandom, uuid } from '../world/random.ts';
import { backends } from './backends.ts';

/** The inside of an emulator, as its doors see it. */
export interface Universe {
  readonly world: World;
  readonly faults: Faults;
  readonly requests: RequestLog;
  app(name: BackendName): BackendApp;
  throwReported(): void;
  /** Throws it, too, once everything is forgotten. */
  reset(): void;
  /** Ends waits and background work. */
  stop(): void;
}

export function createUniverse(options: ResolvedOptions): Universe {
  const { now, seed, fetch } = options;
  const ledger = new Ledger(now);
  const requests = new RequestLog();
  const apps = new Map<BackendName, BackendApp>();
  let scope = new AbortController();
  let random = createRandom(seed ?? 0);
  let reported: { readonly error: unknown } | undefined;

  const world: World = {
    options,
    ledger,
    now,
    uuid: () => (seed === undefined ? randomUUID() : uuid(random)),
    sleep: (milliseconds, signal) =>
      sleep(milliseconds, scope.signal, ...(signal === undefined ? [] : [signal])),
    get signal() {
      return scope.signal;
    },
    report(error) {
      reported ??= { error };
    },
    guard(call, otherwise) {
      try {
        const value = call();
        if (value instanceof Promise) value.catch(world.report);
        return value;
      } catch (error) {
        world.report(error);
        return otherwise;
      }
    },
    fetch,
  };
  const faults = new Faults(world.guard);
  const throwReported = (): void => {
    if (reported !== undefined) throw reported.error;
  };

  return {
    world,
    faults,
    requests,
    app(name) {
      const app = apps.get(name) ?? backends[name].create(world);
      apps.set(name, app);
      return app;
    },
    throwReported,
    stop: () => scope.abort(),
    reset() {
      scope.abort();
      scope = new AbortController();
      random = createRandom(seed ?? 0);
      apps.clear();
      faults.clear();
      ledger.entries.length = 0;
      requests.clear();
      try {
        throwReported();
      } finally {
        reported = undefined;
      }
    },
  };
}

/** Bytes of bodies that are kept, 256 MiB; beyond, the oldest requests lose theirs. */
const maxBodyBytes = 268_435_456;

/** What was received, in order. */
export class RequestLog {
  /** Stays the same array. */
  readonly entries: ReceivedRequest[] = [];
  readonly #limit: number;
  #held = 0;
  #forgotten = 0;

  constructor(limit: number = maxBodyBytes) {
    this.#limit = limit;
  }

  add(request: ReceivedRequest): void {
    this.entries.push(request);
    this.#held += request.bytes.length;
    while (this.#held > this.#limit && this.#forgotten < this.entries.length - 1) {
      const oldest = this.entries[this.#forgotten];
      this.#held -= oldest?.bytes.length ?? 0;
      Object.assign(oldest ?? {}, { body: undefined, bytes: new Uint8Array() });
      this.#forgotten += 1;
    }
  }

  clear(): void {
    this.entries.length = 0;
    this.#held = 0;
    this.#forgotten = 0;
  }
}

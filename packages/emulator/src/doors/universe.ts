import { randomUUID } from 'node:crypto';
import { createFaults, type Faults } from '../faults/faults.ts';
import type { ResolvedOptions } from '../options/options.ts';
import type { BackendApp, World } from '../world/backend.ts';
import { sleep } from '../world/clock.ts';
import { createLedger } from '../world/ledger.ts';
import type { BackendName, ReceivedRequest } from '../world/request.ts';
import { createRandom, uuid } from '../world/random.ts';
import { backends } from './backends.ts';

/** The inside of an emulator, as its doors see it. */
export interface Universe {
  readonly world: World;
  readonly faults: Faults;
  readonly requests: RequestLog;
  app(name: BackendName): BackendApp;
  /** Throws the first error that was reported, if there is one. */
  throwReported(): void;
  /** Throws it, too, once everything is forgotten. */
  reset(): void;
  /** Ends waits and background work. */
  stop(): void;
}

export function createUniverse(options: ResolvedOptions): Universe {
  const { now, seed, fetch } = options;
  const ledger = createLedger(now);
  const requests = createRequestLog();
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
  const faults = createFaults(world.guard);
  const throwReported = (): void => {
    if (reported !== undefined) throw reported.error;
  };

  return {
    world,
    faults,
    requests,
    app(name) {
      const known = apps.get(name);
      if (known !== undefined) return known;
      const app = backends[name].create(world);
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

/** What was received, in order. */
export interface RequestLog {
  /** Stays the same array. */
  readonly entries: readonly ReceivedRequest[];
  add(request: ReceivedRequest): void;
  clear(): void;
}

/** Bytes of bodies that are kept, 256 MiB; beyond, the oldest requests lose theirs. */
const maxBodyBytes = 268_435_456;

export function createRequestLog(limit: number = maxBodyBytes): RequestLog {
  const entries: ReceivedRequest[] = [];
  let held = 0;
  let forgotten = 0;
  return {
    entries,
    add(request) {
      entries.push(request);
      held += request.bytes.length;
      while (held > limit && forgotten < entries.length - 1) {
        held -= entries[forgotten]?.bytes.length ?? 0;
        Object.assign(entries[forgotten] ?? {}, { body: undefined, bytes: new Uint8Array() });
        forgotten += 1;
      }
    },
    clear() {
      entries.length = 0;
      held = 0;
      forgotten = 0;
    },
  };
}

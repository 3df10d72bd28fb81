import { randomUUID } from 'node:crypto';
import { createFaults, type Faults } from '../faults/faults.ts';
import type { ResolvedOptions } from '../options/options.ts';
import type { BackendApp } from '../world/backend.ts';
import { sleep } from '../world/clock.ts';
import { createLedger } from '../world/ledger.ts';
import type { BackendName } from '../world/names.ts';
import { createRandom, uuid } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { backends } from './backends.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';

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

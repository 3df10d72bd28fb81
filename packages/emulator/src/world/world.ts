import { randomUUID } from 'node:crypto';
import type { BackendApp, ReceivedRequest } from './backend.ts';
import { type BackendName, backends } from '../doors/backends.ts';
import { sleep } from './clock.ts';
import { createFaults, type Faults } from '../faults/faults.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type EmulatorOptions, type ResolvedOptions, resolveOptions } from '../options/options.ts';
import { createRandom, uuid } from './random.ts';

/** What all backends of one emulator share. A backend gets it in `create` and keeps its own state in that closure. */
export interface World {
  readonly options: ResolvedOptions;
  readonly ledger: Ledger;
  /** Milliseconds since 1970. */
  now(): number;
  /** A fresh UUID; repeatable if the emulator has a seed. */
  uuid(): string;
  /** Waits; ends early when the emulator is reset or closed, or when the given signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Aborts when the emulator is reset or closed; background work stops with it. */
  readonly signal: AbortSignal;
  /** A request from the emulator to somebody else's server: source images, upload URLs, callbacks. */
  readonly fetch: typeof globalThis.fetch;
}

/** The inside of an emulator, as its doors see it. */
export interface Universe {
  readonly world: World;
  readonly faults: Faults;
  readonly requests: ReceivedRequest[];
  app(name: BackendName): BackendApp;
  reset(): void;
  /** Ends waits and background work. */
  stop(): void;
}

export function createUniverse(options: EmulatorOptions): Universe {
  const { now = Date.now, seed, fetch = lateFetch } = options;
  const faults = createFaults();
  const ledger = createLedger(now);
  const requests: ReceivedRequest[] = [];
  const apps = new Map<BackendName, BackendApp>();
  let scope = new AbortController();
  let random = createRandom(seed ?? 0);

  const world: World = {
    options: resolveOptions(options),
    ledger,
    now,
    uuid: () => (seed === undefined ? randomUUID() : uuid(random)),
    sleep: (milliseconds, signal) =>
      sleep(milliseconds, scope.signal, ...(signal === undefined ? [] : [signal])),
    get signal() {
      return scope.signal;
    },
    fetch,
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
    stop: () => scope.abort(),
    reset() {
      scope.abort();
      scope = new AbortController();
      random = createRandom(seed ?? 0);
      apps.clear();
      faults.clear();
      ledger.entries.length = 0;
      requests.length = 0;
    },
  };
}

/** Looked up with every call, so that whoever replaces the global `fetch` later (MSW does) is heard too. */
const lateFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

import { Faults } from '../faults/faults.ts';
import type { ResolvedOptions } from '../options/options.ts';
import type { BackendApp } from '../world/backend.ts';
import type { BackendName, ReceivedRequest } from '../world/request.ts';
import { World } from '../world/world.ts';
import { backends } from './backends.ts';

/** Bytes of bodies that are kept, 256 MiB; beyond, the oldest requests lose theirs. */
const maxBodyBytes = 268_435_456;

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

export class Universe {
  readonly world: World;
  readonly faults: Faults;
  readonly requests: RequestLog = new RequestLog();
  readonly #apps = new Map<BackendName, BackendApp>();

  constructor(options: ResolvedOptions) {
    this.world = new World(options);
    this.faults = new Faults((call, otherwise) => this.world.guard(call, otherwise));
  }

  app(name: BackendName): BackendApp {
    const app = this.#apps.get(name) ?? backends[name].create(this.world);
    this.#apps.set(name, app);
    return app;
  }

  reset(): void {
    this.#apps.clear();
    this.faults.clear();
    this.requests.clear();
    this.world.reset();
  }
}

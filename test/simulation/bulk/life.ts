import { once } from 'node:events';
import type { LifeScript } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';

/** A process of a run: it does one thing after the other, and may end or stand still between any two of them. */
export class Life {
  /** Resolves when it has ended without a word. */
  readonly death: Promise<unknown>;
  readonly #time: VirtualTime;
  readonly #script: LifeScript;
  readonly #end = new AbortController();
  #steps = 0;
  #diedAtMs: number | undefined;
  #frozen = { fromMs: 0, untilMs: 0 };

  constructor(time: VirtualTime, script: LifeScript = {}) {
    this.#time = time;
    this.#script = script;
    this.death = once(this.#end.signal, 'abort');
  }

  get isDead(): boolean {
    return this.#diedAtMs !== undefined;
  }

  /** When it last gave a sign of life. */
  get seenAtMs(): number {
    const now = this.#time.now();
    return this.#diedAtMs ?? (now < this.#frozen.untilMs ? this.#frozen.fromMs : now);
  }

  kill(): void {
    this.#diedAtMs ??= this.#time.now();
    this.#end.abort();
  }

  /** Does something that reaches beyond the process; never comes back where it ends before or behind it. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    await this.#next();
    const done = work();
    await done.catch(() => undefined);
    await this.#next();
    return done;
  }

  /** A store as the process reaches it. */
  reach<STORE extends object>(store: STORE): STORE {
    return new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...values: unknown[]): Promise<unknown> =>
          this.step(async () => Reflect.apply(method, target, values));
      },
    });
  }

  async #next(): Promise<void> {
    const { diesAt, frozenAt, frozenMs = 0 } = this.#script;
    if (this.isDead) return new Promise(() => undefined);
    this.#steps++;
    const now = this.#time.now();
    if (this.#steps === frozenAt) this.#frozen = { fromMs: now, untilMs: now + frozenMs };
    while (this.#time.now() < this.#frozen.untilMs) {
      await this.#time.sleep(this.#frozen.untilMs - this.#time.now());
    }
    if (this.#steps !== diesAt) return;
    this.kill();
    return new Promise(() => undefined);
  }
}

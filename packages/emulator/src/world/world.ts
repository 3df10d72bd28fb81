import { randomUUID } from 'node:crypto';
import type { ResolvedOptions } from '../options/options.ts';
import { sleep } from './clock.ts';
import type { Bill, Charge, LedgerEntry } from './ledger.ts';
import { createRandom, type Random, uuid } from './random.ts';

/** What all backends of one emulator share. A backend gets it in `create` and keeps its own state in that closure. */
export class World {
  readonly options: ResolvedOptions;
  readonly ledger: LedgerEntry[] = [];
  readonly now: () => number;
  /** A request from the emulator to somebody else's server: source images, upload URLs, callbacks. */
  readonly fetch: typeof globalThis.fetch;
  #scope = new AbortController();
  #random: Random;
  #reported: { readonly error: unknown } | undefined;

  constructor(options: ResolvedOptions) {
    this.options = options;
    this.now = options.now;
    this.fetch = options.fetch;
    this.#random = createRandom(options.seed ?? 0);
  }

  charge(charge: Charge): Bill {
    const entry: LedgerEntry = { ...charge, delivered: 0, at: this.now() };
    const delivered = new Set<number>();
    this.ledger.push(entry);
    return {
      deliver: index => void (entry.delivered = delivered.add(index).size),
      refund(amount = entry.cost, images = 0) {
        entry.cost -= amount;
        entry.images -= images;
      },
    };
  }

  /** A fresh UUID; repeatable if the emulator has a seed. */
  uuid(): string {
    return this.options.seed === undefined ? randomUUID() : uuid(this.#random);
  }

  /** Aborts when the emulator is reset or closed; background work stops with it. */
  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  /** Waits; ends early when the emulator is reset or closed, or when the given signal aborts. */
  sleep(milliseconds: number, ...signals: AbortSignal[]): Promise<void> {
    return sleep(milliseconds, this.signal, ...signals);
  }

  /** Keeps an error that no client is to see, of the test or of the emulator itself, until `reset` or `close` throws it. */
  report(error: unknown): void {
    this.#reported ??= { error };
  }

  throwReported(): void {
    if (this.#reported !== undefined) throw this.#reported.error;
  }

  /** Calls a function of the test, or starts work that nobody waits for. What it throws, now or later, is reported. */
  guard<Value>(call: () => Value, otherwise: Value): Value {
    try {
      const value = call();
      if (value instanceof Promise) value.catch((error: unknown) => this.report(error));
      return value;
    } catch (error) {
      this.report(error);
      return otherwise;
    }
  }

  stop(): void {
    this.#scope.abort();
  }

  /** Begins anew; throws what was reported. */
  reset(): void {
    this.stop();
    this.#scope = new AbortController();
    this.#random = createRandom(this.options.seed ?? 0);
    this.ledger.length = 0;
    const reported = this.#reported;
    this.#reported = undefined;
    if (reported !== undefined) throw reported.error;
  }
}

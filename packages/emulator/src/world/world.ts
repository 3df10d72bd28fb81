import type { ResolvedOptions } from '../options/options.ts';
import type { Ledger } from './ledger.ts';

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
  /** Keeps an error that no client is to see, of the test or of the emulator itself, until `reset` or `close` throws it. */
  report(error: unknown): void;
  /** Calls a function of the test, or starts work that nobody waits for. What it throws, now or later, is reported. */
  guard<Value>(call: () => Value, otherwise: Value): Value;
  /** A request from the emulator to somebody else's server: source images, upload URLs, callbacks. */
  readonly fetch: typeof globalThis.fetch;
}

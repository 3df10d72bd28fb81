import type { TelemetryEvent } from './events.ts';

/** A tracer of OpenTelemetry, by its shape: its package need not be installed. */
export interface TracerLike {
  startSpan(name: string, options?: object): object;
}

/** A meter of OpenTelemetry, by its shape. */
export interface MeterLike {
  createHistogram(name: string, options?: object): object;
  createCounter(name: string, options?: object): object;
}

/** What is told of calls, and to whom. */
export interface TelemetryOptions {
  /** Hears of each call: when it starts, of its waits and parts, and how it ended. */
  readonly onEvent?: ((event: TelemetryEvent) => void | Promise<void>) | undefined;
  /** Whether prompts, and the words of errors, which may repeat them, are recorded; default `false`. Pictures never are. */
  readonly recordPrompt?: boolean | undefined;
  /** Default the one that is registered globally, where `@opentelemetry/api` is installed. */
  readonly tracer?: TracerLike | undefined;
  /** Default the one that is registered globally, where `@opentelemetry/api` is installed. */
  readonly meter?: MeterLike | undefined;
}

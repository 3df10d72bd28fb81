import { parseStrict } from '@grok-image/core';
import { functionSchema } from '@grok-image/core/internal';
import type { Meter, Tracer } from '@opentelemetry/api';
import * as z from 'zod/v4';
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

/** The same with what is left out filled in. */
export interface TelemetrySettings {
  readonly onEvent?: TelemetryOptions['onEvent'];
  readonly recordPrompt: boolean;
  readonly tracer?: Tracer | undefined;
  readonly meter?: Meter | undefined;
}

const schema = z.strictObject({
  onEvent: functionSchema<NonNullable<TelemetryOptions['onEvent']>>(),
  recordPrompt: z.boolean().default(false),
  tracer: z.custom<Tracer>(value => has(value, ['startSpan']), 'a tracer of OpenTelemetry').optional(),
  meter: z
    .custom<Meter>(value => has(value, ['createHistogram', 'createCounter']), 'a meter of OpenTelemetry')
    .optional(),
});

/** Checks the options; throws InvalidArgumentError naming what is wrong. */
export function readOptions(given: TelemetryOptions): TelemetrySettings {
  return parseStrict(schema, given, 'telemetryMiddleware');
}

function has(value: unknown, methods: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    methods.every(method => typeof Reflect.get(value, method) === 'function')
  );
}

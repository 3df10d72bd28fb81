import { parseStrict } from '@grok-image/core';
import { functionSchema, lazy } from '@grok-image/core/internal';
import type { Meter, Tracer } from '@opentelemetry/api';
import * as z from 'zod/v4';
import { methodsSchema } from '../stores/shapes.ts';
import type { TelemetryOptions } from './options.ts';

/** The options as they are used; apart from those of callers, who need not have the types of OpenTelemetry. */
export interface TelemetrySettings {
  readonly onEvent?: TelemetryOptions['onEvent'];
  readonly recordPrompt: boolean;
  readonly tracer?: Tracer | undefined;
  readonly meter?: Meter | undefined;
}

const schema = lazy(() =>
  z.strictObject({
    onEvent: functionSchema<NonNullable<TelemetryOptions['onEvent']>>(),
    recordPrompt: z.boolean().default(false),
    tracer: methodsSchema<Tracer>(['startSpan'], 'a tracer of OpenTelemetry').optional(),
    meter: methodsSchema<Meter>(['createHistogram', 'createCounter'], 'a meter of OpenTelemetry').optional(),
  }),
);

/** Checks the options; throws InvalidArgumentError naming what is wrong. */
export function readOptions(given: TelemetryOptions): TelemetrySettings {
  return parseStrict(schema(), given, 'telemetryMiddleware');
}

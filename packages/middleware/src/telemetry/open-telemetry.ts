import { version } from '@grok-image/core/internal';
import type { Attributes, Counter, Histogram, HrTime, Meter, Span, Tracer } from '@opentelemetry/api';
import { names } from './names.ts';
import type { TelemetrySettings } from './settings.ts';

type Api = typeof import('@opentelemetry/api');

/** A stretch of time, by `performance.now()`. */
export interface Stretch {
  readonly name: string;
  readonly attributes: Attributes;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly isError: boolean;
}

/** Where spans and metrics go. */
export interface OpenTelemetry {
  /** Starts the span of a call, below the one that is active; `undefined` where nobody would ever see it. */
  start(name: string, attributes: Attributes, startedAt: number): Span | undefined;
  /** Does work while a span is active, so that those of its HTTP requests stand below it. */
  within(span: Span, work: () => void): void;
  /** Puts a stretch that is over below a span. */
  addBelow(parent: Span, stretch: Stretch): void;
  end(span: Span, outcome: Omit<Stretch, 'name' | 'startedAt'>): void;
  instruments(): Instruments | undefined;
}

/** What is measured. */
export interface Instruments {
  readonly duration: Histogram;
  readonly queueMs: Histogram;
  readonly images: Counter;
  readonly cacheHits: Counter;
  readonly costUsd: Counter;
  readonly costBuzz: Counter;
}

const scope = '@grok-image/middleware';

/** Values of the enums of OpenTelemetry, which its package need not be there for. */
const internalKind = 0;
const clientKind = 2;
const errorStatus = 2;

/** Seconds, as OpenTelemetry wants them for this metric. */
const durationBuckets = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const queueBuckets = [0, 10, 50, 100, 500, 1000, 5000, 10_000, 30_000, 60_000, 300_000];

/** Finds OpenTelemetry; `undefined` where it is not installed, and neither a tracer nor a meter is given. */
export async function findOpenTelemetry(
  given: Pick<TelemetrySettings, 'tracer' | 'meter'>,
): Promise<OpenTelemetry | undefined> {
  const api = await loadApi();
  if (api === undefined && given.tracer === undefined && given.meter === undefined) return undefined;
  const tracer = given.tracer ?? api?.trace.getTracer(scope, version);
  return { ...createTracing(api, tracer), instruments: createInstrumentsOf(api, given.meter) };
}

async function loadApi(): Promise<Api | undefined> {
  try {
    return await import('@opentelemetry/api');
  } catch {
    // An optional peer.
    return undefined;
  }
}

function createTracing(api: Api | undefined, tracer: Tracer | undefined): Omit<OpenTelemetry, 'instruments'> {
  return {
    start(name, attributes, startedAt) {
      const span = tracer?.startSpan(name, { kind: clientKind, attributes, startTime: toTime(startedAt) });
      // Without an SDK there are spans, and they have no name by which one could stand below them.
      const isNothing =
        api !== undefined && span !== undefined && !api.isSpanContextValid(span.spanContext());
      return isNothing ? undefined : span;
    },
    within(span, work) {
      api?.context.with(api.trace.setSpan(api.context.active(), span), work);
    },
    addBelow(parent, { name, startedAt, ...outcome }) {
      if (api === undefined || tracer === undefined) return;
      const below = api.trace.setSpan(api.context.active(), parent);
      endSpan(tracer.startSpan(name, { kind: internalKind, startTime: toTime(startedAt) }, below), outcome);
    },
    end: endSpan,
  };
}

function endSpan(span: Span, { attributes, isError, endedAt }: Omit<Stretch, 'name' | 'startedAt'>): void {
  span.setAttributes(attributes);
  if (isError) span.setStatus({ code: errorStatus });
  span.end(toTime(endedAt));
}

/** Anew where another provider was registered: one that comes after the first call is heard, too. */
function createInstrumentsOf(api: Api | undefined, given: Meter | undefined): () => Instruments | undefined {
  let source: unknown;
  let instruments: Instruments | undefined;
  return () => {
    const provider = api?.metrics.getMeterProvider();
    const current = given ?? provider;
    if (current !== source) {
      source = current;
      const meter = given ?? provider?.getMeter(scope, version);
      instruments = meter && createInstruments(meter);
    }
    return instruments;
  };
}

function createInstruments(meter: Meter): Instruments {
  return {
    duration: meter.createHistogram(names.duration, {
      description: 'Time that calls take.',
      unit: 's',
      advice: { explicitBucketBoundaries: durationBuckets },
    }),
    queueMs: meter.createHistogram(names.queueMs, {
      description: 'Time that calls wait for their turn under the rate limit.',
      unit: 'ms',
      advice: { explicitBucketBoundaries: queueBuckets },
    }),
    images: meter.createCounter(names.images, {
      description: 'Images that were delivered.',
      unit: '{image}',
    }),
    cacheHits: meter.createCounter(names.cacheHits, {
      description: 'Images that were paid before.',
      unit: '{image}',
    }),
    costUsd: meter.createCounter(names.costUsd, { description: 'What calls have cost.', unit: 'USD' }),
    costBuzz: meter.createCounter(names.costBuzz, { description: 'What calls have cost.', unit: '{Buzz}' }),
  };
}

/** A time of `performance.now()` as seconds and nanoseconds since 1970: SDKs take small numbers for something else. */
function toTime(at: number): HrTime {
  const milliseconds = Date.now() - performance.now() + at;
  return [Math.trunc(milliseconds / 1000), Math.round((milliseconds % 1000) * 1e6)];
}

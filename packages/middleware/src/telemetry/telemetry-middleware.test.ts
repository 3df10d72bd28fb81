import { AsyncLocalStorage } from 'node:async_hooks';
import { context, metrics, ROOT_CONTEXT, trace, type Context, type ContextManager } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { generateImage, wrapImageModel } from 'ai';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { wrap } from '../stack/wrap.ts';
import { call, errorOf, startService, type Service } from '../test/service.ts';
import { telemetryMiddleware, type TelemetryEvent, type TelemetryOptions } from './index.ts';

/** As OpenTelemetry's own for Node.js, which is a package more. */
class LocalContextManager implements ContextManager {
  readonly #contexts = new AsyncLocalStorage<Context>();
  active(): Context {
    return this.#contexts.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...given: A) => ReturnType<F>>(
    active: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...given: A
  ): ReturnType<F> {
    return this.#contexts.run(active, () => work.apply(thisArg, given));
  }
  bind<T>(_: Context, target: T): T {
    return target;
  }
  enable(): this {
    return this;
  }
  disable(): this {
    this.#contexts.disable();
    return this;
  }
}

const spans = new InMemorySpanExporter();
const measured = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 3_600_000 });
const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });

beforeAll(() => {
  context.setGlobalContextManager(new LocalContextManager());
  trace.setGlobalTracerProvider(tracing);
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});
afterAll(async () => {
  await reader.shutdown();
  for (const api of [context, trace, metrics]) api.disable();
});
beforeEach(() => spans.reset());
afterEach(async () => {
  await reader.forceFlush();
  measured.reset();
});

/** What was measured, by the name of the instrument. */
async function metricsByName(): Promise<Record<string, readonly { value: unknown; attributes: object }[]>> {
  await reader.forceFlush();
  const all = measured
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(scope => scope.metrics));
  return Object.fromEntries(all.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]));
}

/** Options, and the events that they are told. */
function noting(options: TelemetryOptions = {}) {
  const events: TelemetryEvent[] = [];
  return {
    events,
    middleware: telemetryMiddleware({ ...options, onEvent: event => void events.push(event) }),
  };
}

/** The peer's model, of so many images a call, and with whatever is done to its calls. */
function around(peer: Service['peer'], doGenerate: Service['peer']['doGenerate']) {
  const { specificationVersion, provider, modelId } = peer;
  return { specificationVersion, provider, modelId, maxImagesPerCall: 10, doGenerate };
}

test('a call of generateImage is one span by the names of OpenTelemetry, and is measured', async () => {
  const { grok } = startService();
  const model = wrapImageModel({ model: grok(), middleware: telemetryMiddleware() });
  await generateImage({ model, prompt: 'A secret cat', n: 2, aspectRatio: '16:9' });
  const [span, ...others] = spans.getFinishedSpans();
  expect(others).toEqual([]);
  expect(span).toMatchObject({
    name: 'generate_content grok-imagine-image',
    kind: 2,
    status: { code: 0 },
    attributes: {
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.output.type': 'image',
      'gen_ai.provider.name': 'x_ai',
      'gen_ai.request.model': 'grok-imagine-image',
      'gen_ai.response.model': 'grok-imagine-image',
      'gen_ai.response.id': expect.any(String),
      'gen_ai.request.choice.count': 2,
      'grok_image.aspect_ratio': '16:9',
      'grok_image.images': 2,
      'grok_image.cost.usd': 0.04,
      'grok_image.cache.hit': false,
      'grok_image.attempts': 1,
    },
  });
  expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('secret');
  const attributes = expect.objectContaining({ 'gen_ai.provider.name': 'x_ai' });
  expect(await metricsByName()).toMatchObject({
    'gen_ai.client.operation.duration': [{ value: { count: 1 }, attributes }],
    'grok_image.queue_ms': [{ value: { count: 1 } }],
    'grok_image.images': [{ value: 2, attributes }],
    'grok_image.cost.usd': [{ value: 0.04, attributes }],
  });
});

test('it stands below the span that is active, and what runs meanwhile stands below it', async () => {
  const { peer } = startService();
  const tracer = trace.getTracer('test');
  const http: string[] = [];
  const model = wrap(
    around(peer, async options => {
      const span = tracer.startSpan('POST');
      http.push(span.spanContext().spanId);
      span.end();
      return peer.doGenerate(options);
    }),
    telemetryMiddleware(),
  );
  await tracer.startActiveSpan('page', async page => {
    await model.doGenerate(call);
    page.end();
  });
  const [post, made, page] = spans.getFinishedSpans();
  expect([post?.name, made?.name, page?.name]).toEqual([
    'POST',
    'generate_content grok-imagine-image',
    'page',
  ]);
  expect(made?.parentSpanContext?.spanId).toBe(page?.spanContext().spanId);
  expect(post?.parentSpanContext?.spanId).toBe(made?.spanContext().spanId);
});

test('each attempt of AI SDK is a span of its own, and says why it failed but not in which words', async () => {
  const { grok, emulator } = startService();
  emulator.script({ status: 429, headers: { 'retry-after-ms': '1' } });
  const { events, middleware } = noting();
  const model = wrapImageModel({ model: grok(), middleware });
  await generateImage({ model, prompt: 'A secret cat' });
  const [failed, made] = spans.getFinishedSpans();
  expect(failed).toMatchObject({
    status: { code: 2 },
    attributes: {
      'error.type': '429',
      'grok_image.error.class': 'rateLimit',
      'grok_image.error.unstarted': true,
      'grok_image.moderated': false,
    },
  });
  expect(failed?.attributes).not.toHaveProperty('grok_image.error.message');
  expect(made?.status.code).toBe(0);
  expect(events).toMatchObject([
    { type: 'start', provider: 'xai.image', n: 1 },
    { type: 'failed', class: 'rateLimit', isUnstarted: true, errorType: '429' },
    { type: 'start' },
    { type: 'end', images: 1, cached: 0, attempts: 1, costUsd: 0.02 },
  ]);
  expect(new Set(events.map(({ callId }) => callId)).size).toBe(2);
  expect(JSON.stringify(events)).not.toContain('secret');
  const { 'gen_ai.client.operation.duration': durations = [] } = await metricsByName();
  expect(durations.map(({ attributes }) => Reflect.get(attributes, 'error.type'))).toEqual([
    '429',
    undefined,
  ]);
});

test('what moderation refused and billed is told with its cost, and a call that was given up as such', async () => {
  const { grok, emulator } = startService();
  const { events, middleware } = noting();
  const model = wrap(grok(), middleware);
  emulator.script({ moderate: 'refuse' });
  await errorOf(model.doGenerate(call));
  await errorOf(model.doGenerate({ ...call, abortSignal: AbortSignal.abort() }));
  expect(events.filter(({ type }) => type === 'failed')).toMatchObject([
    { class: 'moderation', isUnstarted: false },
    { class: 'aborted', errorType: 'AbortError' },
  ]);
  expect(spans.getFinishedSpans()[0]?.attributes['grok_image.moderated']).toBe(true);
});

test('the prompt is recorded where it is asked for', async () => {
  const { grok } = startService();
  const { events, middleware } = noting({ recordPrompt: true });
  await wrap(grok(), middleware).doGenerate({ ...call, prompt: 'A cat' });
  expect(spans.getFinishedSpans()[0]?.attributes['gen_ai.input.messages']).toBe(
    '[{"role":"user","parts":[{"type":"text","content":"A cat"}]}]',
  );
  expect(events[0]).toMatchObject({ type: 'start', prompt: 'A cat' });
});

test('what layers behind it tell of images is told: hits, who served, what was tried and billed', async () => {
  const { peer } = startService();
  const { events, middleware } = noting();
  const tried = [
    { model: 'xai.image:a', class: 'moderation', costUsd: 0.02 },
    { model: 'xai.image:b', class: 'skipped' },
  ];
  const told = around(peer, async options => {
    const { providerMetadata: _, ...result } = await peer.doGenerate(options);
    const image = { cached: true, costUsd: 0, servedBy: 'civitai.image:c', tried };
    return { ...result, providerMetadata: { grokImage: { images: [image] } } };
  });
  await wrap(told, middleware).doGenerate(call);
  expect(events.at(-1)).toMatchObject({ cached: 1, servedBy: 'civitai.image:c', attempts: 2, costUsd: 0.02 });
  expect(await metricsByName()).toMatchObject({ 'grok_image.cache.hits': [{ value: 1 }] });
});

import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { fallbackModel } from '../fallback/index.ts';
import { rateLimitMiddleware } from '../rate-limit/index.ts';
import { finish, foreignModel, stopClock } from '../rate-limit/test/start.ts';
import { wrap } from '../stack/wrap.ts';
import { call, startService } from '../test/service.ts';
import { telemetryMiddleware, type TelemetryEvent } from './index.ts';

test('waits for the rate limit and the requests of a split call stand below the call, with their times', async () => {
  stopClock();
  const spans = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer(
    'test',
  );
  const events: TelemetryEvent[] = [];
  const traced = telemetryMiddleware({ tracer, onEvent: event => void events.push(event) });
  const { model } = foreignModel();
  await finish(wrap(model, traced, rateLimitMiddleware({ perSecond: 1 })).doGenerate({ ...call, n: 2 }));
  const finished = spans.getFinishedSpans();
  const whole = finished.find(({ kind }) => kind === 2);
  const below = finished.filter(span => span !== whole);
  expect(below.map(({ name }) => name).toSorted()).toEqual(['part', 'part', 'wait']);
  expect(below.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual(
    Array.from({ length: 3 }, () => whole?.spanContext().spanId),
  );
  const [seconds = 0, nanoseconds = 0] = below.find(({ name }) => name === 'wait')?.duration ?? [];
  expect(seconds + nanoseconds / 1e9).toBeCloseTo(1.035, 2);
  expect(whole?.attributes['grok_image.queue_ms']).toBe(1035);
  expect(events.map(({ type }) => type)).toEqual(['start', 'step', 'step', 'step', 'end']);
  expect(events.find(event => event.type === 'step' && event.kind === 'part')).toMatchObject({
    about: { images: 1, part: 0 },
  });
});

test('models that a fallback tries stand below the call, with why they failed', async () => {
  const { peer, grok, emulator } = startService();
  emulator.script({ unreachable: 'refused' });
  const events: TelemetryEvent[] = [];
  const traced = telemetryMiddleware({ onEvent: event => void events.push(event) });
  await wrap(fallbackModel([peer, grok()]), traced).doGenerate(call);
  expect(events.filter(({ type }) => type === 'step')).toMatchObject([
    { kind: 'attempt', failure: { class: 'outage', isUnstarted: true } },
    { kind: 'attempt', failure: undefined },
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'end', attempts: 2, costUsd: 0.02 });
});

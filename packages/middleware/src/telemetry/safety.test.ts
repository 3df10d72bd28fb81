import { expect, test } from 'vitest';
import { wrap } from '../stack/wrap.ts';
import { call, startService } from '../test/service.ts';
import { telemetryMiddleware, type TelemetryOptions } from './index.ts';
import { providerNameOf } from './names.ts';

const words =
  'Failed to tell of a call by telemetryMiddleware: the log is full. No picture is lost; this is said once.';

function fail(): never {
  throw new RangeError('the log is full');
}

test.each<[string, TelemetryOptions['onEvent']]>([
  ['throws', fail],
  ['rejects', async () => fail()],
])('a listener that %s costs no picture, and a warning says so once', async (_, onEvent) => {
  const { grok } = startService();
  const middleware = telemetryMiddleware({ onEvent });
  const model = wrap(grok(), middleware);
  const results = [await model.doGenerate(call), await model.doGenerate(call)];
  await middleware.flush();
  expect(results.map(({ images }) => images.length)).toEqual([1, 1]);
  const said = results
    .flatMap(({ warnings }) => warnings)
    .filter(warning => JSON.stringify(warning).includes(words));
  expect(said).toHaveLength(1);
});

test('a tracer and a meter that fail cost no picture, and no second call of the model', async () => {
  const { grok, emulator } = startService();
  const tracer = { startSpan: fail };
  const meter = { createHistogram: fail, createCounter: fail };
  const { images, warnings } = await wrap(grok(), telemetryMiddleware({ tracer, meter })).doGenerate(call);
  expect(images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);
  expect(warnings).toMatchObject([{ message: words }]);
});

test('a listener that takes its time keeps no call waiting, and flush waits for it', async () => {
  const { grok } = startService();
  const gates: (() => void)[] = [];
  let handed = 0;
  const onEvent = async () => {
    await new Promise<void>(resolve => gates.push(resolve));
    handed += 1;
  };
  const middleware = telemetryMiddleware({ onEvent });
  await wrap(grok(), middleware).doGenerate(call);
  expect(handed).toBe(0);
  const flushed = middleware.flush();
  for (const open of gates) open();
  await flushed;
  expect(handed).toBe(2);
});

test.each<[TelemetryOptions, RegExp]>([
  [Object({ onEvents: () => undefined }), /onEvents.*onEvent \(did you mean that\?\)/],
  [Object({ onEvent: 7 }), /telemetryMiddleware\.onEvent: got 7/],
  [Object({ recordPrompt: 'yes' }), /telemetryMiddleware\.recordPrompt: got "yes"/],
  [Object({ tracer: {} }), /telemetryMiddleware\.tracer.*a tracer of OpenTelemetry/],
])('the options %j are refused by name when it is made', (options, expected) => {
  expect(() => telemetryMiddleware(options)).toThrow(expected);
});

test.each([
  ['xai.image', 'x_ai'],
  ['openai.image', 'openai'],
  ['azure.image', 'azure.ai.openai'],
  ['google.vertex.image', 'gcp.vertex_ai'],
  ['civitai.image', 'civitai'],
  ['fal.image', 'fal'],
  ['xaivier.image', 'xaivier'],
])('the provider %s is called %s', (provider, name) => {
  expect(providerNameOf(provider)).toBe(name);
});

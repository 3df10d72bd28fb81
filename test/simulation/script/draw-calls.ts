import { array, constant, constantFrom, integer, oneof, record, tuple, type Arbitrary } from 'fast-check';
import { maybe, seldom } from './maybe.ts';
import type { CallScript, ServiceName } from './scenario.ts';

function callFor(service: ServiceName): Arbitrary<CallScript> {
  return record({
    n: oneof(
      { weight: 30, arbitrary: integer({ min: 1, max: 3 }) },
      { weight: 8, arbitrary: integer({ min: 4, max: 12 }) },
      { weight: 1, arbitrary: integer({ min: 13, max: 40 }) },
    ),
    startMs: maybe(constantFrom(10, 1000, 10_000), 3),
    maxRetries: maybe(constant<0>(0), 3),
    timeoutMs: maybe(constantFrom(10_000, 45_000), 4),
    abortMs: maybe(constantFrom(0, 20, 500, 2000, 5000, 30_000), 3),
    diesMs: maybe(constantFrom(20, 500, 2000, 5000, 30_000), 8),
    key: hasImages(service) ? maybe(constantFrom('cat', 'my-cat', 'dog'), 3) : constant(undefined),
    asks: maybe(constantFrom('ratio', 'ratio and resolution'), 3),
    ...(service === 'civitai' && { engine: maybe(constant<true>(true), 3) }),
    wrapped: maybe(constant(true), seldom),
    options: optionsFor(service),
  });
}

/** Whether a service is one that `generateImage` asks. */
export function hasImages(service: ServiceName): boolean {
  return service !== 'batch' && service !== 'files';
}

function optionsFor(service: ServiceName): Arbitrary<CallScript['options']> {
  switch (service) {
    case 'xai':
      return maybe(constant({ responseFormat: 'b64_json' }), 3);
    case 'civitai':
      return maybe(
        constantFrom<Record<string, unknown>>(
          { ephemeral: true },
          { wait: 0 },
          { imagesPerStep: 1 },
          { externalId: false },
          { enhancePrompt: true },
        ),
        2,
      );
    case 'batch':
      return maybe(constantFrom({ from: 'file' }, { byAddress: true }, { from: 'file', byAddress: true }), 2);
    case 'files':
      return maybe(constantFrom({ pageSize: 1 }, { pageSize: 2 }), 2);
    case 'deferred':
    case 'gateway':
      return constant(undefined);
    default:
      return service satisfies never;
  }
}

/** Calls of one play: one mostly, some at once, and seldom very many that are aborted together. */
export function callsFor(service: ServiceName): Arbitrary<readonly CallScript[]> {
  const call = callFor(service);
  const crowd = record({ size: constantFrom(8, 60), abortMs: constantFrom(20, 500) }).map(
    ({ size, abortMs }) => Array.from({ length: size }, () => ({ n: 1, abortMs })),
  );
  // Two processes that want the same thing under one key; the second may have something else in its way.
  const pair = tuple(call, call).map(([first, second]) => {
    const shared = { n: first.n, asks: first.asks, key: 'cat', options: undefined };
    return [
      { ...first, ...shared },
      { ...second, ...shared, wish: 0 },
    ];
  });
  // A batch of a file whose maker leaves while it is being made.
  const closedSoon = record({ n: integer({ min: 1, max: 3 }), abortMs: constantFrom(50, 500) }).map(drawn => [
    { ...drawn, options: { from: 'file' } },
  ]);
  // Two keys of which one ends like the other, and a page that is closed soon.
  const alike = tuple(call, call, constantFrom(0, 20, 500)).map(([first, second, abortMs]) => [
    { ...first, key: 'my-cat', options: undefined },
    { ...second, key: 'cat', options: undefined, diesMs: undefined, startMs: 1000, abortMs },
  ]);
  return oneof(
    { weight: 60, arbitrary: call.map(only => [only]) },
    { weight: 16, arbitrary: array(call, { minLength: 2, maxLength: 3 }) },
    ...(hasImages(service) ? [{ weight: 8, arbitrary: pair }] : []),
    ...(service === 'civitai'
      ? [
          { weight: 6, arbitrary: alike },
          { weight: 1, arbitrary: crowd },
        ]
      : []),
    ...(service === 'batch' ? [{ weight: 20, arbitrary: closedSoon }] : []),
  );
}

import {
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { asRun, bulkScript } from './draw-bulk.ts';
import { callsFor, hasImages } from './draw-calls.ts';
import { anyStack, stackedFor } from './draw-stacked.ts';
import { maybe, rare, seldom } from './maybe.ts';
import {
  bodies,
  networkFaults,
  reasons,
  retryAfters,
  truthful,
  type Reaction,
  type RoleScript,
  type Says,
} from './reaction.ts';
import type { Role } from './role.ts';
import { services, type Runtime, type Scenario, type ServiceName, type World } from './scenario.ts';

/** Statuses that services, their proxies and their content networks have been seen with. */
const statuses = [
  200, 202, 302, 303, 307, 400, 401, 403, 404, 408, 409, 410, 413, 422, 429, 500, 502, 503, 504, 524, 529,
];

const says: Arbitrary<Says> = oneof(
  { weight: 4, arbitrary: constant<Says>({ kind: 'proper' }) },
  { weight: 1, arbitrary: constant<Says>({ kind: 'cut' }) },
  { weight: 1, arbitrary: constant<Says>({ kind: 'silence' }) },
  {
    weight: 3,
    arbitrary: constantFrom(...networkFaults).map((fault): Says => ({ kind: 'fails', fault })),
  },
  {
    weight: 2,
    arbitrary: record({
      reason: constantFrom(...reasons),
      retryAfter: maybe(constantFrom(...retryAfters), 2),
    }).map((drawn): Says => ({ kind: 'refuses', ...drawn })),
  },
  {
    weight: 5,
    arbitrary: record({
      status: constantFrom(...statuses),
      body: constantFrom(...bodies),
      retryAfter: maybe(constantFrom(...retryAfters), 3),
    }).map((drawn): Says => ({ kind: 'foreign', ...drawn })),
  },
);

const reaction: Arbitrary<Reaction> = record({
  works: boolean(),
  says,
  afterMs: maybe(constantFrom(50, 1000, 6000, 40_000), 3),
  times: maybe(integer({ min: 2, max: 8 }), 4),
}).map(truthful);

const roleScript: Arbitrary<RoleScript> = record({
  first: array(reaction, { maxLength: 3 }),
  always: maybe(
    reaction.filter(({ says: { kind } }) => kind !== 'proper'),
    8,
  ),
});

/** The roles whose lines are drawn for a service, most telling first. */
const rolesOf: Readonly<Record<ServiceName, readonly Role[]>> = {
  xai: ['submit', 'image', 'stored', 'public'],
  deferred: ['submit', 'poll', 'image', 'stored', 'public'],
  gateway: ['submit', 'image'],
  civitai: ['submit', 'poll', 'image', 'blob', 'list', 'cancel'],
  batch: ['create', 'upload', 'add', 'poll', 'results', 'image', 'list', 'cancel'],
  files: ['upload', 'files'],
};

function worldFor(service: ServiceName): Arbitrary<World> {
  const isCivitai = service === 'civitai';
  const lists = isCivitai || service === 'batch' || service === 'files';
  return record({
    workMs: constantFrom(0, 100, 3000, 20_000, 90_000),
    latencyMs: maybe(constantFrom(30, 400), 3),
    outcome: maybe(constantFrom('fails', 'expires', 'refuses', 'partly', 'nothing'), 8),
    extra: maybe(integer({ min: 1, max: 3 }), rare),
    place: isCivitai
      ? constant(undefined)
      : maybe(
          constantFrom(
            ...(['inline', 'stored too', 'stored only'] as const),
            ...(service === 'gateway' ? (['data url', 'relative'] as const) : []),
          ),
          2,
        ),
    picture: maybe(
      constantFrom('without its end', 'with a trailer', 'another shape', 'another type'),
      seldom,
    ),
    bill: maybe(constantFrom('untold', 'null', 'as text', 'odd transactions'), 5),
    listedAfterMs: lists ? maybe(constantFrom(250, 3000, 6000, 11_000), 3) : constant(undefined),
    knownAfterMs: maybe(constantFrom(500, 3000), seldom),
    bytesAfterMs: maybe(constantFrom(500, 3000), seldom),
    pageSize: lists ? maybe(integer({ min: 1, max: 3 }), 3) : constant(undefined),
    emptyPage: lists ? maybe(constant(true), 5) : constant(undefined),
    okError: service === 'batch' ? maybe(constant(true), 6) : constant(undefined),
    blocked: isCivitai ? maybe(constant(true), 12) : constant(undefined),
    careless: maybe(constant(true), 12),
    clockAheadMs: maybe(constantFrom(-3_600_000, 3_600_000), seldom),
  });
}

function scriptFor(service: ServiceName): Arbitrary<Scenario['script']> {
  const lines = Object.fromEntries(rolesOf[service].map(role => [role, maybe(roleScript, 2)]));
  return record(lines);
}

/** Everything that may happen, with a weight for each service. */
export function drawScenario(only: readonly ServiceName[] = services): Arbitrary<Scenario> {
  const weights: Readonly<Record<ServiceName, number>> = {
    xai: 4,
    deferred: 4,
    gateway: 2,
    civitai: 7,
    batch: 3,
    files: 1,
  };
  return oneof(
    ...only.flatMap(service => [
      { weight: 4 * weights[service], arbitrary: playOf(service).map(consistent) },
      ...(hasImages(service)
        ? [
            {
              weight: weights[service],
              arbitrary: tuple(playOf(service), stackedFor(service)).map(([any, stacked]) =>
                consistent({ ...any, ...stacked, world: { ...any.world, ...stacked.world } }),
              ),
            },
          ]
        : []),
    ]),
  );
}

function playOf(service: ServiceName): Arbitrary<Scenario> {
  return record({
    service: constant(service),
    sdk: constantFrom(4, 5, 6, 7),
    calls: callsFor(service),
    script: scriptFor(service),
    world: worldFor(service),
    runtime: maybe(
      constantFrom<Runtime>('keeps answers', 'no streams', 'another fetch', 'clock steps'),
      seldom,
    ),
    stack: hasImages(service) ? maybe(anyStack, 8) : constant(undefined),
    bulk: service === 'files' ? constant(undefined) : maybe(bulkScript, 16),
  });
}

/** Takes out of a drawing what its parts forbid each other. */
function consistent(scenario: Scenario): Scenario {
  if (scenario.bulk !== undefined) return asRun(scenario, scenario.bulk);
  const { stack, calls } = scenario;
  // A process that dies takes all its calls along, and its stand-in would have the network of one of them.
  const isTogether = stack?.together === true && stack.fallback === undefined;
  return {
    ...scenario,
    ...(stack && { stack: isTogether ? stack : omit(stack, 'together') }),
    calls: calls
      // Only one of both ends a call, and who shares a wish must ask for the same.
      .map(call => (call.abortMs !== undefined || isTogether ? omit(call, 'diesMs') : call))
      // Without something that takes a key, two processes that want the same pay twice, as they were told to.
      .map(call => (takesKeys(scenario) ? call : omit(omit(call, 'key'), 'wish'))),
  };
}

function takesKeys({ service, stack: behind }: Scenario): boolean {
  return service === 'civitai' || behind !== undefined;
}

function omit<T extends object, KEY extends keyof T>(value: T, key: KEY): T {
  const copy = { ...value };
  delete copy[key];
  return copy;
}

import type { Exchange } from '../world/backend.ts';
import type { ReceivedRequest } from '../world/request.ts';
import { backends } from './backends.ts';
import { type Effects, type NoEffect, type WireEffect, wireEffects } from '../faults/faults.ts';
import {
  type Answer,
  editAnswer,
  malformAnswer,
  type Outcome,
  replaceAnswer,
  toAnswer,
} from '../faults/outcome.ts';
import { receive } from './receive.ts';
import type { Destination } from './site.ts';
import type { Universe } from './universe.ts';

const networkCodes = { dns: 'ENOTFOUND', refused: 'ECONNREFUSED', tls: 'CERT_HAS_EXPIRED' } as const;

/** Takes one request through the scripted faults and its backend. The doors only render what comes out. */
export async function handle(
  universe: Universe,
  request: Request,
  destination: Destination,
): Promise<Outcome> {
  const record = await receive(universe.world, request, destination);
  universe.requests.add(record);
  try {
    return await play(universe, request, destination, record);
  } catch (error) {
    universe.world.report(error);
    throw error;
  }
}

async function play(
  universe: Universe,
  request: Request,
  destination: Destination,
  record: ReceivedRequest,
): Promise<Outcome> {
  const { faults, world } = universe;
  const delay = faults.take(['delayMs'], record)?.delayMs ?? 0;
  const fault: WireEffect | NoEffect = faults.take(wireEffects, record) ?? { none: true };
  if ('unreachable' in fault) return { type: 'broken', code: networkCodes[fault.unreachable] };
  if ('reset' in fault && fault.reset === 'before') return { type: 'broken', code: 'ECONNRESET' };

  const deliveries: (() => void)[] = [];
  const answer =
    'status' in fault
      ? scriptedAnswer(fault, record)
      : await askBackend(universe, request, destination, record, deliveries);
  const latency = record.role === 'submit' ? world.options.latencyMs : 0;
  await world.sleep(delay + latency, request.signal);

  if ('reset' in fault) return { type: 'broken', code: 'ECONNRESET' };
  if ('stall' in fault) return fault.stall === 'headers' ? { type: 'stalled' } : { type: 'stalled', answer };
  record.status = answer.status;
  if ('cut' in fault) return { type: 'cut', answer, share: fault.cut };
  const spoiled = world.guard(() => spoil(answer, fault), answer);
  record.status = spoiled.status;
  const delivered = (): void => {
    if (spoiled === answer) for (const deliver of deliveries) deliver();
  };
  return { type: 'answer', answer: spoiled, delivered };
}

async function askBackend(
  universe: Universe,
  request: Request,
  { name, path, site }: Destination,
  record: ReceivedRequest,
  deliveries: (() => void)[],
): Promise<Answer> {
  const exchange: Exchange = {
    request: record,
    requestId: record.requestId,
    site,
    signal: request.signal,
    effect: effectName => universe.faults.take([effectName], record),
    whenDelivered: action => void deliveries.push(action),
  };
  const url = new URL(path, 'http://backend.invalid');
  url.search = new URL(request.url).search;
  const { method, headers } = request;
  const body = record.bytes.length > 0 ? { body: record.bytes } : {};
  return toAnswer(
    await universe.app(name).fetch(new Request(url, { method, headers, ...body }), { exchange }),
  );
}

function scriptedAnswer({ status, body, headers }: Effects['status'], record: ReceivedRequest): Answer {
  const usual = backends[record.backend].statusAnswer(status, record);
  const empty: Answer = { status, headers: new Headers(), body: new Uint8Array() };
  const merged = { ...usual.headers, ...headers };
  return replaceAnswer(empty, { status, body: body ?? usual.body, headers: merged });
}

function spoil(answer: Answer, fault: WireEffect | NoEffect): Answer {
  if ('answer' in fault) return replaceAnswer(answer, fault.answer);
  if ('edit' in fault) return editAnswer(answer, fault.edit);
  if ('malform' in fault) return malformAnswer(inPlace(answer), fault.malform);
  return answer;
}

/** Answers instead of redirecting: behind a redirect, what was to be spoiled would come all the same. */
function inPlace(answer: Answer): Answer {
  if (answer.status < 300 || answer.status >= 400) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('location');
  return { ...answer, status: 200, headers };
}

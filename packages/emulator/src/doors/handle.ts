import { sleep } from '../world/clock.ts';
import type { ReceivedRequest } from '../world/request.ts';
import { backends, type Destination } from './backends.ts';
import { type Effects, type WireEffect, wireEffects } from '../faults/faults.ts';
import { type Answer, editAnswer, malformed, replaceAnswer } from '../faults/answer.ts';
import type { Universe } from './universe.ts';

type Fault = WireEffect | { readonly none: true };

const networkCodes = { dns: 'ENOTFOUND', refused: 'ECONNREFUSED', tls: 'CERT_HAS_EXPIRED' } as const;

interface Call {
  readonly universe: Universe;
  readonly request: Request;
  readonly destination: Destination;
  readonly record: ReceivedRequest;
}

/** Takes a request through the scripted faults and its backend. Throws a BrokenConnection when there is to be no answer. */
export async function handle(
  universe: Universe,
  request: Request,
  destination: Destination,
): Promise<Response> {
  const { name, path } = destination;
  const { world } = universe;
  const bytes = new Uint8Array(await request.arrayBuffer());
  const record: ReceivedRequest = {
    backend: name,
    role: backends[name].role(request.method, path),
    method: request.method,
    path,
    query: Object.fromEntries(new URL(request.url).searchParams),
    headers: Object.fromEntries(request.headers),
    body: parseBody(bytes, request.headers.get('content-type') ?? ''),
    bytes,
    at: world.now(),
    requestId: world.uuid(),
  };
  universe.requests.add(record);
  try {
    return await play({ universe, request, destination, record });
  } catch (error) {
    if (!(error instanceof BrokenConnection)) world.report(error);
    throw error;
  }
}

function parseBody(bytes: Uint8Array, contentType: string): unknown {
  const isText = contentType.includes('json') || contentType.startsWith('text/');
  if (bytes.length === 0 || !isText) return undefined;
  const text = new TextDecoder().decode(bytes);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    // Broken JSON is worth recording as it came; the backend answers it with its own error.
    return text;
  }
}

async function play(call: Call): Promise<Response> {
  const { universe, request, record } = call;
  const { faults, world } = universe;
  const { signal } = request;
  const delay = faults.take(['delayMs'], record)?.delayMs ?? 0;
  const fault: Fault = faults.take(wireEffects, record) ?? { none: true };
  if ('unreachable' in fault) throw new BrokenConnection(networkCodes[fault.unreachable]);
  if ('reset' in fault && fault.reset === 'before') throw new BrokenConnection('ECONNRESET');

  const deliveries: (() => void)[] = [];
  const answer = 'status' in fault ? scriptedAnswer(fault, record) : await askBackend(call, deliveries);
  await world.sleep(delay + (record.role === 'submit' ? world.options.latencyMs : 0), signal);

  const isStalled = 'stall' in fault && fault.stall === 'headers';
  if (isStalled) await world.sleep(Infinity, signal);
  if (isStalled || 'reset' in fault) throw new BrokenConnection('ECONNRESET');
  record.status = answer.status;
  if ('stall' in fault)
    return toResponse(answer, 0.5, signal, async () => {
      await world.sleep(Infinity, signal);
      return socketError('UND_ERR_SOCKET');
    });
  if ('cut' in fault)
    return toResponse(answer, fault.cut, signal, async () => {
      // What was sent arrives before the break is noticed.
      await sleep(5);
      return new TypeError('terminated', { cause: socketError('UND_ERR_SOCKET') });
    });
  const spoiled = world.guard(() => spoil(answer, fault), answer);
  record.status = spoiled.status;
  return toResponse(spoiled, 1, signal, () => {
    if (spoiled === answer) for (const deliver of deliveries) deliver();
    return undefined;
  });
}

async function askBackend(
  { universe, request, destination, record }: Call,
  deliveries: (() => void)[],
): Promise<Answer> {
  const { method, headers, signal } = request;
  const { bytes } = record;
  const { name, path, site } = destination;
  const url = new URL(path, 'http://backend.invalid');
  url.search = new URL(request.url).search;
  const forwarded = new Request(url, { method, headers, ...(bytes.length > 0 ? { body: bytes } : {}) });
  const exchange = {
    request: record,
    site,
    signal,
    effect: <Name extends keyof Effects>(effect: Name) => universe.faults.take([effect], record),
    whenDelivered: (action: () => void) => void deliveries.push(action),
  };
  const response = await universe.app(name).fetch(forwarded, { exchange });
  const body = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body };
}

function scriptedAnswer({ status, body, headers }: Effects['status'], record: ReceivedRequest): Answer {
  const usual = backends[record.backend].statusAnswer(status, record);
  const empty: Answer = { status, headers: new Headers(), body: new Uint8Array() };
  const merged = { ...usual.headers, ...headers };
  return replaceAnswer(empty, { status, body: body ?? usual.body, headers: merged });
}

function spoil(answer: Answer, fault: Fault): Answer {
  if ('answer' in fault) return replaceAnswer(answer, fault.answer);
  if ('edit' in fault) return editAnswer(answer, fault.edit);
  if (!('malform' in fault)) return answer;
  // Answered in place of a redirect: behind one, what was to be spoiled would come all the same.
  const isRedirect = answer.status >= 300 && answer.status < 400;
  const headers = new Headers(answer.headers);
  headers.delete('location');
  return malformed[fault.malform](isRedirect ? { ...answer, status: 200, headers } : answer);
}

/** A connection that was broken, in the way in which `fetch` tells of it. */
export class BrokenConnection extends TypeError {
  constructor(code: string, detail: string = code) {
    super('fetch failed', { cause: socketError(code, detail) });
  }
}

function socketError(code: string, detail: string = code): Error {
  return Object.assign(new Error(`The emulator broke the connection: ${detail}`), { code });
}

const bodiless = new Set([101, 204, 205, 304]);

const pieceSize = 65_536;

/**
 * A share of an answer, in pieces, so that an abort between two of them is noticed; then `end`, with whose error the body
 * breaks off. It announces the whole length, so that a body that breaks off can be told from a complete one.
 */
function toResponse(
  { status, headers, body }: Answer,
  share: number,
  signal: AbortSignal,
  end: () => Promise<Error> | undefined,
): Response {
  if (bodiless.has(status)) return new Response(null, { status, headers });
  const announced = new Headers(headers);
  announced.set('content-length', String(body.length));
  const length = Math.floor(body.length * share);
  let position = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (!signal.aborted && position < length) {
        controller.enqueue(body.slice(position, Math.min(length, position + pieceSize)));
        position += pieceSize;
        return;
      }
      const error = signal.aborted ? undefined : await end();
      if (signal.aborted) controller.error(signal.reason);
      else if (error === undefined) controller.close();
      else controller.error(error);
    },
  });
  return new Response(stream, { status, headers: announced });
}

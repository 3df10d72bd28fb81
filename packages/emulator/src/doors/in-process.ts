import { sleep, untilAborted } from '../world/clock.ts';
import { followRedirects } from './follow.ts';
import { handle } from './handle.ts';
import type { Answer, Outcome } from '../faults/outcome.ts';
import { findDestination } from './site.ts';
import type { Universe } from './universe.ts';

/** Statuses that must not have a body. */
const bodiless = new Set([101, 204, 205, 304]);

/** A `fetch` that is answered by the emulator without a socket, and fails as Node's `fetch` would. */
export function createInProcessFetch(universe: Universe): typeof globalThis.fetch {
  return followRedirects(async request => {
    const { signal } = request;
    signal.throwIfAborted();
    universe.throwReported();
    const destination = findDestination(new URL(request.url));
    if (destination === undefined) throw networkError('ENOTFOUND', new URL(request.url).hostname);
    const settled = new AbortController();
    try {
      const gone = untilAborted(signal, settled.signal).then((): Outcome => ({ type: 'stalled' }));
      const outcome = await Promise.race([handle(universe, request, destination), gone]);
      signal.throwIfAborted();
      universe.throwReported();
      return await render(universe, outcome, signal);
    } finally {
      settled.abort();
    }
  });
}

async function render(universe: Universe, outcome: Outcome, signal: AbortSignal): Promise<Response> {
  switch (outcome.type) {
    case 'answer':
      return toResponse(outcome.answer, bodyStream(outcome.answer.body, signal, outcome.delivered));
    case 'broken':
      throw networkError(outcome.code);
    case 'cut': {
      const part = outcome.answer.body.slice(0, Math.floor(outcome.answer.body.length * outcome.share));
      return toResponse(outcome.answer, brokenStream(part));
    }
    case 'stalled':
      if (outcome.answer !== undefined)
        return toResponse(outcome.answer, stalledStream(universe, outcome.answer, signal));
      await untilAborted(signal, universe.world.signal);
      signal.throwIfAborted();
      throw networkError('ECONNRESET');
    default:
      return outcome satisfies never;
  }
}

/** Announces the whole length, as the server does, so that a body that breaks off can be told from a complete one. */
function toResponse(
  { status, headers, body }: Answer,
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Response {
  if (bodiless.has(status)) return new Response(null, { status, headers });
  const announced = new Headers(headers);
  announced.set('content-length', String(body.length));
  return new Response(stream, { status, headers: announced });
}

/** Hands the body over in pieces, so that an abort between two of them is noticed. */
function bodyStream(
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
  delivered: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieceSize = 65_536;
  let position = 0;
  return new ReadableStream({
    pull(controller) {
      if (signal.aborted) return controller.error(signal.reason);
      if (position < body.length) controller.enqueue(body.slice(position, position + pieceSize));
      position += pieceSize;
      if (position < body.length) return undefined;
      delivered();
      return controller.close();
    },
  });
}

function brokenStream(part: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = 0;
  return new ReadableStream({
    async pull(controller) {
      // What was sent arrives before the break is noticed.
      if (position > 0) await sleep(5);
      if (position < part.length) controller.enqueue(part);
      else controller.error(new TypeError('terminated', { cause: socketError('UND_ERR_SOCKET') }));
      position += part.length;
    },
  });
}

function stalledStream(
  { world }: Universe,
  { body }: Answer,
  signal: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start: controller => controller.enqueue(body.slice(0, Math.ceil(body.length / 2))),
    async pull(controller) {
      await untilAborted(signal, world.signal);
      controller.error(signal.aborted ? signal.reason : socketError('UND_ERR_SOCKET'));
    },
  });
}

function networkError(code: string, detail = code): TypeError {
  return new TypeError('fetch failed', { cause: socketError(code, detail) });
}

function socketError(code: string, detail = code): Error {
  return Object.assign(new Error(`The emulator broke the connection: ${detail}`), { code });
}

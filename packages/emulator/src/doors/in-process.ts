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

async function render({ world }: Universe, outcome: Outcome, signal: AbortSignal): Promise<Response> {
  switch (outcome.type) {
    case 'answer':
      return toResponse(outcome.answer, 1, signal, controller => {
        outcome.delivered();
        controller.close();
      });
    case 'broken':
      throw networkError(outcome.code);
    case 'cut':
      return toResponse(outcome.answer, outcome.share, signal, async controller => {
        // What was sent arrives before the break is noticed.
        await sleep(5);
        controller.error(new TypeError('terminated', { cause: socketError('UND_ERR_SOCKET') }));
      });
    case 'stalled':
      if (outcome.answer !== undefined)
        return toResponse(outcome.answer, 0.5, signal, async controller => {
          await untilAborted(signal, world.signal);
          controller.error(signal.aborted ? signal.reason : socketError('UND_ERR_SOCKET'));
        });
      await untilAborted(signal, world.signal);
      signal.throwIfAborted();
      throw networkError('ECONNRESET');
    default:
      return outcome satisfies never;
  }
}

type Controller = ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;

const pieceSize = 65_536;

/**
 * A share of an answer, in pieces, so that an abort between two of them is noticed; then `end`. It announces the whole
 * length, as the server does, so that a body that breaks off can be told from a complete one.
 */
function toResponse(
  { status, headers, body }: Answer,
  share: number,
  signal: AbortSignal,
  end: (controller: Controller) => Promise<void> | void,
): Response {
  if (bodiless.has(status)) return new Response(null, { status, headers });
  const announced = new Headers(headers);
  announced.set('content-length', String(body.length));
  const length = Math.floor(body.length * share);
  let position = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (signal.aborted) return controller.error(signal.reason);
      if (position >= length) return end(controller);
      controller.enqueue(body.slice(position, Math.min(length, position + pieceSize)));
      position += pieceSize;
      return undefined;
    },
  });
  return new Response(stream, { status, headers: announced });
}

function networkError(code: string, detail = code): TypeError {
  return new TypeError('fetch failed', { cause: socketError(code, detail) });
}

function socketError(code: string, detail = code): Error {
  return Object.assign(new Error(`The emulator broke the connection: ${detail}`), { code });
}

import type { Answer } from '../faults/answer.ts';

/** A connection that was broken, in the way in which `fetch` tells of it. */
export class BrokenConnection extends TypeError {
  constructor(code: string, detail: string = code) {
    super('fetch failed', { cause: socketError(code, detail) });
  }
}

/** What a body that breaks off fails with. */
export function socketError(code: string, detail: string = code): Error {
  return Object.assign(new Error(`The emulator broke the connection: ${detail}`), { code });
}

/** Statuses that must not have a body. */
const bodiless = new Set([101, 204, 205, 304]);

const pieceSize = 65_536;

/**
 * A share of an answer, in pieces, so that an abort between two of them is noticed; then `end`, with whose error the body
 * breaks off. It announces the whole length, so that a body that breaks off can be told from a complete one.
 */
export function toResponse(
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

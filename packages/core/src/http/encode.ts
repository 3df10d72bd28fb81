import { messageOf } from '../messages/message-of.ts';
import { encodeForm, type FormPart } from './form.ts';
import type { RequestKind } from './failure.ts';

/** What a request is made of. */
export interface Sendable {
  readonly kind: RequestKind;
  /** Names in lower case, see `joinHeaders`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form instead. */
  readonly form?: readonly FormPart[] | undefined;
}

/** What goes out, or why it cannot: then nothing was sent. */
export function encode(
  request: Sendable,
): RequestInit | { readonly problem: string; readonly cause: unknown } {
  const { kind, headers, body, form } = request;
  if (form === undefined && body === undefined) return { headers };
  try {
    const { type, content } = form
      ? encodeForm(form)
      : { type: 'application/json', content: JSON.stringify(body) };
    return {
      headers: { ...headers, 'content-type': type },
      body: kind === 'once' ? unrepeatable(content) : content,
    };
  } catch (cause) {
    // Too long for a string, a circle or a `bigint`: whatever JSON cannot hold.
    return { problem: messageOf(cause), cause };
  }
}

/**
 * The body of a request that must not be sent twice. Deno repeats a request by itself, a POST too, when a kept
 * connection breaks before the answer (seen in 2.9.6); a `Blob` it does not repeat, and unlike a stream it goes out
 * with its length. Other runtimes get it as it is: they repeat either or neither.
 */
function unrepeatable(content: string | Uint8Array<ArrayBuffer>): string | Uint8Array<ArrayBuffer> | Blob {
  return 'Deno' in globalThis ? new Blob([content]) : content;
}

/**
 * Frameworks keep answers (Next.js 13 and 14 those to POST, too), so that a look at a running job would show the same
 * for ever. Workers of before 2024-11 throw on the field, and their `Request` does not have it.
 */
export function uncached(): RequestInit {
  return typeof Request === 'function' && 'cache' in Request.prototype ? { cache: 'no-store' } : {};
}

/**
 * The body of a request that must not be sent twice. Deno repeats a request by itself, a POST too, when a kept
 * connection breaks before the answer (seen in 2.9.6); a `Blob` it does not repeat, and unlike a stream it goes out
 * with its length. Other runtimes get the text: they repeat either or neither.
 */
export function sentOnce(text: string): string | Blob {
  return 'Deno' in globalThis ? new Blob([text]) : text;
}

import type { Context } from 'hono';

/** What is answered to a body over its limit. */
export function tooLarge(context: Context): Response {
  return context.json({ problem: 'It is too large: a picture may have 10 MiB, all else 1 MiB.' }, 413);
}

import type * as z from 'zod/v4';
import { milliseconds, object, word } from './argument.ts';

/** How fast a batch is worked on, and how its errors look. */
export interface BatchOptions {
  /** Milliseconds until an input file is loaded, 20 by default; until then a batch has no requests. */
  readonly loadMs?: number;
  /** Milliseconds until the first result of requests that were added, 20 by default. */
  readonly waitMs?: number;
  /** Milliseconds from one result to the next, 0 by default. */
  readonly requestMs?: number;
  /** How errors are written down: as a string (the default), as `{code, message}`, or as `error_message`. */
  readonly errorShape?: 'string' | 'status' | 'message';
}

export const batchSchema: z.ZodType<Required<BatchOptions>> = object({
  loadMs: milliseconds.default(20),
  waitMs: milliseconds.default(20),
  requestMs: milliseconds.default(0),
  errorShape: word(['string', 'status', 'message']).default('string'),
});

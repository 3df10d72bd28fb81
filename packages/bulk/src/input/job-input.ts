import type { JsonObject } from '@grok-image/core';
import type { BulkJob } from '../job/job.ts';

/** A line of an input: a job, or why it is none. */
export type InputLine =
  | { readonly line: number; readonly job: BulkJob }
  | {
      readonly line: number;
      /** Names line, field, what was given and what is accepted. */
      readonly problem: string;
    };

/** Jobs that can be read more than once: they are checked before the first is sent. */
export interface JobInput extends AsyncIterable<InputLine> {
  /** What of it changes pictures and stands in no line. */
  readonly flags: JsonObject;
  /** Deletes what was spooled. */
  close(): Promise<void>;
}

/**
 * Jobs that are made in the program.
 *
 * @param jobs - that can be iterated more than once, e.g. an array
 * @example
 * await runBulk({ out: 'cats', model, input: jobsOf([{ prompt: 'A cat in a tree' }]) });
 */
export function jobsOf(jobs: Iterable<BulkJob> | AsyncIterable<BulkJob>): JobInput {
  return {
    flags: {},
    async *[Symbol.asyncIterator]() {
      let line = 0;
      for await (const job of jobs) yield { line: ++line, job };
    },
    close: async () => {},
  };
}

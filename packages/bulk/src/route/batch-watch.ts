import { wait, type BatchPort, type BatchPortResult } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { isAbort } from '@grok-image/middleware/internal';
import type { Made, Outcome } from './outcome.ts';

/** The first wait between two looks at a batch, and the longest, in milliseconds. */
const firstLookMs = 1000;
const longestLookMs = 60_000;

/** For how long a batch may not be told of before its jobs are left for later, in milliseconds. */
const longestOutageMs = 600_000;

/** Looks at batches for all the jobs that wait for them. */
export interface BatchWatch {
  /** Waits for the result of a request that is in a batch. */
  resultOf(batchId: string, id: string): Promise<Outcome>;
}

/** @param abortSignal - ends the looking; what is waited for rejects with its reason */
export function createBatchWatch(batch: BatchPort, abortSignal: AbortSignal | undefined): BatchWatch {
  const watched = new Map<string, Map<string, Waiting>>();

  async function watch(batchId: string, waiting: ReadonlyMap<string, Waiting>): Promise<void> {
    let waitMs = firstLookMs;
    let answeredAt = performance.now();
    for (;;) {
      const before = waiting.size;
      try {
        for await (const result of batch.results(batchId, { abortSignal })) {
          const one = take(batchId, result.id);
          // Its pictures are in there, and are not kept twice in memory.
          if (one) one.resolve(await toOutcome(result, abortSignal));
        }
        answeredAt = performance.now();
      } catch (error) {
        if (isAbort(error, abortSignal)) throw error;
        if (performance.now() - answeredAt > longestOutageMs) {
          for (const id of waiting.keys()) {
            take(batchId, id)?.resolve({ kind: 'open', reason: messageOf(error) });
          }
        }
      }
      if (waiting.size === 0) {
        watched.delete(batchId);
        return;
      }
      waitMs = waiting.size < before ? firstLookMs : Math.min(longestLookMs, waitMs * 1.5);
      await wait(waitMs, abortSignal);
    }
  }

  function take(batchId: string, id: string): Waiting | undefined {
    const waiting = watched.get(batchId);
    const one = waiting?.get(id);
    waiting?.delete(id);
    return one;
  }

  return {
    resultOf: (batchId, id) =>
      new Promise((resolve, reject) => {
        const known = watched.get(batchId);
        const waiting = known ?? new Map<string, Waiting>();
        waiting.set(id, { resolve, reject });
        if (known !== undefined) return;
        watched.set(batchId, waiting);
        watch(batchId, waiting).catch((error: unknown) => {
          watched.delete(batchId);
          for (const one of waiting.values()) one.reject(error);
        });
      }),
  };
}

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

async function toOutcome(
  { status, cost, error, load }: BatchPortResult,
  abortSignal: AbortSignal | undefined,
): Promise<Outcome> {
  const reason = error === undefined ? `The batch says of it: ${status}.` : messageOf(error);
  switch (status) {
    case 'succeeded': {
      const images = (await load?.({ abortSignal })) ?? [];
      const made: Made = { pictures: images.map(bytes => ({ bytes })), cost, warnings: [] };
      return { kind: 'made', made };
    }
    case 'refused':
      return { kind: 'refused', reason, cost };
    case 'failed':
      // Without a word of the service, it may have been billed.
      return { kind: 'failed', reason, cost };
    case 'cancelled':
      return { kind: 'failed', reason, cost: cost ?? {} };
    case 'unknown':
      return { kind: 'lost', reason };
    default:
      return status satisfies never;
  }
}

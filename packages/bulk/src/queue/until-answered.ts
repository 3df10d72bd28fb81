import { wait } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { StoreSetupError } from '@grok-image/middleware/redis';

/** First wait after a server did not answer, and the longest, in milliseconds. */
const firstWaitMs = 100;
const longestWaitMs = 2000;

/** Asks a server until it answers: what is paid has to be written down, however long it is away. */
export type UntilAnswered = <T>(what: string, ask: () => Promise<T>) => Promise<T>;

/**
 * @param onAway - hears once each time that a server is away
 * @param abortSignal - ends the asking
 */
export function createUntilAnswered(
  onAway: (message: string) => void,
  abortSignal: AbortSignal | undefined,
): UntilAnswered {
  let isAway = false;
  return async (what, ask) => {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
      try {
        const answer = await ask();
        isAway = false;
        return answer;
      } catch (error) {
        if (error instanceof StoreSetupError) throw error;
        abortSignal?.throwIfAborted();
        if (!isAway) onAway(`Failed to ${what}: ${messageOf(error)}. It is asked again until it answers.`);
        isAway = true;
      }
      await wait(waitMs, abortSignal);
    }
  };
}

import { APICallError } from '@ai-sdk/provider';
import { markOutcome } from '@grok-image/core/internal';

/** How it stands with a line. */
interface Standing {
  /** How many wait. */
  readonly others: number;
  /** Milliseconds until all of them have had their turns. */
  readonly turnsMs: number;
}

/** Its turn did not come in time. */
export function noTurn(modelId: string, { others, turnsMs }: Standing): APICallError {
  const beside = others === 0 ? '' : `, and ${others} more wait`;
  return tooMany(
    `Failed to send a request for ${modelId}: its turn under the rate limit did not come in time${beside}. Nothing was sent. Send less at once, or wait longer by maxWaitMs.`,
    turnsMs,
  );
}

/** The line is as long as it may be. */
export function noRoom(modelId: string, { others, turnsMs }: Standing): APICallError {
  return tooMany(
    `Failed to send a request for ${modelId}: ${others} wait for their turn under the rate limit already. Nothing was sent. Send less at once, or let more wait by maxQueue.`,
    turnsMs,
  );
}

/** As a service says it, so that AI SDK and fallbacks treat it alike. */
function tooMany(message: string, waitMs: number): APICallError {
  const error = new APICallError({
    message,
    url: '',
    requestBodyValues: {},
    statusCode: 429,
    responseHeaders: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) },
    isRetryable: true,
  });
  return markOutcome(error, 'not-started');
}

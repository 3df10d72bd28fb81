import {
  AISDKError,
  InvalidArgumentError,
  LoadAPIKeyError,
  NoSuchModelError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { causeOf, ContentModerationError } from '@grok-image/core';
import { StoppedError } from './stop.ts';

/** What the command ends with. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** Nothing was sent: a flag, a file, a key. */
  badInput: 2,
  /** The service refused every image by its content policy. */
  refused: 3,
  /** Some images came, others did not. */
  partly: 4,
  /** Ctrl-C twice. */
  stopped: 130,
} as const;

/** What an error of a command ends it with. */
export function exitCodeOf(error: unknown): number {
  const cause = causeOf(error);
  if (cause instanceof StoppedError) return exitCodes.stopped;
  if (ContentModerationError.isInstance(cause)) return exitCodes.refused;
  const isBadInput = [
    InvalidArgumentError,
    LoadAPIKeyError,
    NoSuchModelError,
    UnsupportedFunctionalityError,
  ].some(kind => kind.isInstance(cause));
  return isBadInput || isRunRefused(cause) ? exitCodes.badInput : exitCodes.failed;
}

/** Whether a run was refused before anything was sent. By its fields: its class is loaded with runs only. */
function isRunRefused(error: unknown): boolean {
  return (
    AISDKError.isInstance(error) &&
    'reason' in error &&
    error.name === 'BulkError' &&
    ['input', 'otherRun', 'setup'].includes(String(error.reason))
  );
}

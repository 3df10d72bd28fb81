import type { ImageWarning } from '../messages/warning.ts';
import { messageOf } from '../messages/message-of.ts';

/** Tells a caller's `onProgress` about a running job. */
export interface ProgressReporter<EVENT> {
  /** Passes an event on if it differs from the one before. Never throws. */
  report(event: EVENT): void;
  /** A warning when the caller's function threw or rejected: a broken progress bar must not cost a paid image. */
  warnings(): ImageWarning[];
}

/**
 * Wraps a caller's `onProgress`, which may be absent, may throw, and wants to hear of changes only.
 *
 * @example
 * const progress = createProgressReporter(settings.onProgress);
 * progress.report({ status: 'processing', progress: 0.5 });
 */
export function createProgressReporter<EVENT>(
  onProgress: ((event: EVENT) => void) | undefined,
): ProgressReporter<EVENT> {
  let last: string | undefined;
  let failure: string | undefined;
  const fail = (error: unknown) => {
    failure ??= messageOf(error);
  };
  return {
    report(event) {
      if (onProgress === undefined || failure !== undefined) return;
      const current = JSON.stringify(event);
      if (current === last) return;
      last = current;
      try {
        // An async function fits the type too, and its rejection would end the process.
        Promise.resolve(onProgress(event)).catch(fail);
      } catch (error) {
        fail(error);
      }
    },
    warnings: () =>
      failure === undefined
        ? []
        : [{ type: 'other', message: `onProgress threw and was not called again: ${failure}` }],
  };
}

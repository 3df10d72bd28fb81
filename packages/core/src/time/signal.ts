/** Reasons of signals that have none, so that whoever asks twice gets the same one. */
const reasons = new WeakMap<AbortSignal, Error>();

/**
 * Why a signal was aborted. Signals of React Native, as of polyfills, know no reason, nor any other method of the last
 * years: they have `aborted` and listeners, and nothing else is asked of a signal here.
 */
export function abortReasonOf(signal: AbortSignal): unknown {
  const given: unknown = signal.reason;
  if (given !== undefined) return given;
  const reason = reasons.get(signal) ?? named(new Error('This operation was aborted.'), 'AbortError');
  reasons.set(signal, reason);
  return reason;
}

/** Throws the reason of a signal that is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortReasonOf(signal);
}

/** A signal that is aborted after some milliseconds, and keeps no process alive where the runtime can tell. */
export function timeoutSignal(milliseconds: number): AbortSignal {
  if ('timeout' in AbortSignal) return AbortSignal.timeout(milliseconds);
  const controller = new AbortController();
  setTimeout(
    () => controller.abort(named(new Error(`No answer within ${milliseconds} ms.`), 'TimeoutError')),
    milliseconds,
  );
  return controller.signal;
}

function named(error: Error, name: string): Error {
  return Object.assign(error, { name });
}

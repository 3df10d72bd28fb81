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

/**
 * Signals that are aborted with one of a caller, so that no more than one listener stands on that: runtimes warn of leaks
 * above ten.
 *
 * @returns as many signals as asked, none for a caller without one, and what takes the listener away
 */
export function fanOut(
  signal: AbortSignal | undefined,
  count: number,
): { readonly signals: readonly AbortSignal[]; readonly release: () => void } {
  if (signal === undefined) return { signals: [], release: () => undefined };
  throwIfAborted(signal);
  const controllers = Array.from({ length: count }, () => new AbortController());
  const forward = () => {
    for (const controller of controllers) controller.abort(abortReasonOf(signal));
  };
  signal.addEventListener('abort', forward);
  return {
    signals: controllers.map(controller => controller.signal),
    release: () => signal.removeEventListener('abort', forward),
  };
}

function named(error: Error, name: string): Error {
  return Object.assign(error, { name });
}

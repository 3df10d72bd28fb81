/**
 * Waits for a call, and stops waiting when a run is broken off. The call itself is not aborted: services cancel what is
 * aborted, and whoever goes on with the run wants what it brings.
 *
 * @throws the abort reason
 */
export async function orAbandon<T>(work: PromiseLike<T>, abortSignal: AbortSignal | undefined): Promise<T> {
  if (abortSignal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(abortSignal.reason);
    if (abortSignal.aborted) leave();
    abortSignal.addEventListener('abort', leave, { once: true });
    // Heard in any case: what fails unheard ends the process.
    work.then(resolve, reject).then(
      () => abortSignal.removeEventListener('abort', leave),
      () => abortSignal.removeEventListener('abort', leave),
    );
  });
}

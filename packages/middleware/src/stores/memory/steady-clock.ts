/**
 * Milliseconds since 1970 by a clock that nobody turns: a wall clock that is set forward by an hour would let every lease
 * lapse, and the calls under them be paid again.
 */
export function createSteadyClock(): () => number {
  let offset: number | undefined;
  return () => {
    // With the first question: some runtimes have no clock before there is something to do.
    offset ??= Date.now() - performance.now();
    return offset + performance.now();
  };
}

import { withDeadline } from '@grok-image/core';

/** Does work within some milliseconds, whatever its caller does meanwhile: it is for what is paid. */
export function inTime<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const onTimeout = () => new RangeError(`not done within ${milliseconds / 1000} s`);
  return withDeadline({ timeoutMs: milliseconds, abortSignal: undefined, onTimeout }, work);
}

/** Calls something from time to time, and keeps no process alive for it; returns what stops it. */
export function every(milliseconds: number, tick: () => void): () => void {
  const timer = setInterval(tick, milliseconds);
  letEnd(timer);
  return () => clearInterval(timer);
}

/** Timers are objects in Node.js, and numbers elsewhere. */
export function letEnd(timer: unknown): void {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') {
    timer.unref();
  }
}

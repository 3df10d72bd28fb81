/**
 * Makes chance repeatable while work runs: `Math.random` and `crypto.randomUUID` give the same row every time, so that
 * keys and jitter are the same on every machine.
 */
export async function withSeededChance<T>(work: () => Promise<T>): Promise<T> {
  const native = { random: Math.random, randomUUID: crypto.randomUUID };
  let state = 0x9e3779b9;
  // Mulberry32, public domain; any generator would do.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  let count = 0;
  Math.random = next;
  crypto.randomUUID = () => {
    count++;
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
  try {
    return await work();
  } finally {
    Math.random = native.random;
    crypto.randomUUID = native.randomUUID;
  }
}

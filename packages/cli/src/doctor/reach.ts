import { messageOf } from '@grok-image/core/internal';
import type { Finding } from './finding.ts';

/** Longest wait for an answer, in milliseconds. */
const patienceMs = 10_000;

/** Whether a service answers at all. Whatever it says, and be it that the path is wrong, it was reached; no key is sent. */
export async function reach(label: string, address: string, abortSignal: AbortSignal): Promise<Finding> {
  const about = `${label} reached`;
  const start = performance.now();
  try {
    const signal = AbortSignal.any([abortSignal, AbortSignal.timeout(patienceMs)]);
    const { status, body } = await fetch(address, { redirect: 'manual', signal });
    await body?.cancel();
    const milliseconds = Math.round(performance.now() - start);
    return { about, state: 'ok', words: `${new URL(address).host}, ${milliseconds} ms, HTTP ${status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const words = `${new URL(address).host} cannot be reached (${messageOf(cause)}). Look at the network, a proxy or a firewall.`;
    return { about, state: 'problem', words };
  }
}

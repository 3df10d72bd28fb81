import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeEach } from 'vitest';
import { createGrok, type XaiProvider } from '../index.ts';

/** One emulator for all tests of a file, empty before each of them, and a provider that talks to it. */
export async function useEmulator(): Promise<{ emulator: RunningEmulator; grok: XaiProvider }> {
  const emulator = await startEmulator({
    pictures: 'plain',
    seed: 7,
    batch: { waitMs: 150 },
    // Asked each time, so that a test may stop the clock.
    now: () => Date.now(),
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator.close());
  return { emulator, grok: createGrok(emulator.xai) };
}

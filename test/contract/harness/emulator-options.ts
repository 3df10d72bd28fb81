import type { EmulatorOptions } from '@grok-image/emulator';

/** How the emulator behaves where a test wants nothing else of it. */
export const emulatorOptions: EmulatorOptions = {
  rateLimit: false,
  pictures: 'plain',
  // Asked on every request, so that it may be a fake clock.
  now: () => Date.now(),
};

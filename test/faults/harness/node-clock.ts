import { mock } from 'node:test';
import type { Clock } from '../../contract/harness/virtual-time.ts';

/** Fake timers of Node.js itself, which work in a program as well as in a test. */
export const nodeClock: Clock = {
  start: () => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.UTC(2026, 10, 21) }),
  advance: async milliseconds => mock.timers.tick(milliseconds),
  stop: () => mock.timers.reset(),
};

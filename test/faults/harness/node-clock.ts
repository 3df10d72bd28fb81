import { mock } from 'node:test';
import type { Clock } from '../../contract/harness/virtual-time.ts';

const begin = Date.UTC(2026, 10, 21);

/** Fake timers of Node.js itself, which work in a program as well as in a test; the monotonic clock goes with the other one. */
export const nodeClock: Clock = {
  start: () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: begin });
    mock.method(performance, 'now', () => Date.now() - begin);
  },
  advance: async milliseconds => mock.timers.tick(milliseconds),
  stop: () => {
    mock.restoreAll();
    mock.timers.reset();
  },
};

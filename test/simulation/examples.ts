import type { Scenario } from './script/scenario.ts';

/** For each known kind, the smallest scenario that shows it. */
export const examples: Readonly<Record<string, Scenario>> = {
  M3: {
    service: 'xai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: { image: { first: [{ works: false, says: { kind: 'silence' } }] } },
    world: { workMs: 0 },
  },
  N3: {
    service: 'xai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: { image: { first: [{ works: false, says: { kind: 'silence' } }] } },
    world: { workMs: 0 },
  },
  S5: {
    service: 'deferred',
    sdk: 4,
    calls: [{ n: 11, timeoutMs: 10000 }],
    script: {
      submit: {
        first: [
          {
            works: false,
            says: { kind: 'foreign', status: 429, body: 'html', retryAfter: 'a date in a minute' },
          },
        ],
      },
    },
    world: { workMs: 0 },
  },
};

import type { Scenario } from './script/scenario.ts';

/** For each known kind, the smallest scenario that shows it. */
export const examples: Readonly<Record<string, Scenario>> = {
  H3: {
    service: 'civitai',
    sdk: 4,
    calls: [
      { n: 1, key: 'my-cat' },
      { n: 1, startMs: 1000, abortMs: 0, key: 'cat' },
    ],
    script: {
      submit: {
        first: [
          { works: true, says: { kind: 'foreign', status: 401, body: 'html' } },
          { works: false, says: { kind: 'foreign', status: 200, body: 'html' } },
        ],
      },
    },
    world: { workMs: 90000 },
  },
  M3: {
    service: 'xai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: { image: { first: [{ works: false, says: { kind: 'silence' } }] } },
    world: { workMs: 0 },
  },
  M5: {
    service: 'civitai',
    sdk: 4,
    calls: [
      { n: 1, key: 'my-cat' },
      { n: 1, startMs: 1000, abortMs: 0, key: 'cat' },
    ],
    script: {},
    world: { workMs: 0 },
  },
  M6: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: {
      submit: {
        first: [{ works: false, says: { kind: 'refuses', reason: 'permission in words of money' } }],
      },
    },
    world: { workMs: 0 },
  },
  M9: {
    service: 'xai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: {},
    world: { workMs: 0, picture: 'without its end' },
  },
  M12: { service: 'civitai', sdk: 4, calls: [{ n: 1 }], script: {}, world: { workMs: 0, bill: 'as text' } },
  M13: {
    service: 'civitai',
    sdk: 4,
    calls: [
      { n: 1, abortMs: 0, key: 'cat' },
      { n: 1, key: 'cat', wish: 0 },
    ],
    script: {},
    world: { workMs: 90000 },
  },
  M15: { service: 'civitai', sdk: 4, calls: [{ n: 1 }], script: {}, world: { workMs: 0, extra: 1 } },
  N2: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1, diesMs: 20, options: { ephemeral: true } }],
    script: { image: { first: [{ works: false, says: { kind: 'refuses', reason: 'input' }, afterMs: 50 }] } },
    world: { workMs: 0 },
  },
  N3: {
    service: 'xai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: { image: { first: [{ works: false, says: { kind: 'silence' } }] } },
    world: { workMs: 0 },
  },
  N9: {
    service: 'deferred',
    sdk: 4,
    calls: [{ n: 11, abortMs: 30000 }, { n: 4 }, { n: 1 }],
    script: {},
    world: { workMs: 0 },
  },
  C2: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: {
      submit: {
        first: [
          { works: true, says: { kind: 'cut' } },
          { works: false, says: { kind: 'refuses', reason: 'funds' } },
        ],
      },
    },
    world: { workMs: 0 },
  },
  C3: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1, options: { ephemeral: true } }],
    script: { submit: { first: [{ works: true, says: { kind: 'fails', fault: 'reset' } }] } },
    world: { workMs: 0 },
  },
  C4: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1, abortMs: 0 }],
    script: {},
    world: { workMs: 20000, listedAfterMs: 11000 },
  },
  C5: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1 }, { n: 1 }],
    script: {
      submit: { first: [{ works: true, says: { kind: 'foreign', status: 200, body: 'html' }, times: 7 }] },
    },
    world: { workMs: 0 },
  },
  C6: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1 }, { n: 1, key: 'cat' }],
    script: {},
    world: { workMs: 0, outcome: 'expires' },
  },
  C7: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1 }],
    script: {},
    world: { workMs: 90000, knownAfterMs: 500 },
  },
  C8: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 1 }, { n: 1 }],
    script: {},
    world: { workMs: 0, bytesAfterMs: 500 },
  },
  C9: {
    service: 'civitai',
    sdk: 4,
    calls: [
      { n: 4, key: 'cat' },
      { n: 4, key: 'cat', wish: 0 },
    ],
    script: {},
    world: { workMs: 0, blocked: true },
  },
  C10: {
    service: 'xai',
    sdk: 4,
    calls: [{ n: 4, asks: 'ratio' }],
    script: {},
    world: { workMs: 0, picture: 'another shape' },
  },
  P6: {
    service: 'gateway',
    sdk: 4,
    calls: [{ n: 1, asks: 'ratio' }],
    script: {},
    world: { workMs: 0, careless: true },
  },
  S2: {
    service: 'civitai',
    sdk: 4,
    calls: [{ n: 2, options: { ephemeral: true } }],
    script: { image: { first: [{ works: false, says: { kind: 'refuses', reason: 'input' } }] } },
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

import { startEmulator, type Fault } from '@grok-image/emulator';
import { balance } from './books.ts';
import type { CallOutcome } from './call.ts';
import type { FromEmulator, ToEmulator } from './emulator.ts';

/** Share of requests that go wrong. */
const faultRate = 0.05;

const emulator = await startEmulator({ rateLimit: false, civitai: { stepMs: 3 } });
const random = seeded(20_261_121);

/** What goes wrong, each as often as the others. Some of it is billed, some not. */
const ofApi: readonly Fault[] = [
  { on: 'api', status: 429, headers: { 'retry-after': '0' } },
  { on: 'api', status: 500 },
  { on: 'api', status: 503, headers: { 'retry-after': '0' } },
  { on: 'api', reset: 'before' },
  { on: 'api', reset: 'after' },
  { on: 'api', cut: 0.5 },
  { on: 'api', malform: 'truncated' },
  { on: 'api', malform: 'html' },
  { on: 'submit', moderate: 'refuse' },
  { on: 'submit', moderate: 'flag', items: [0] },
  { on: 'submit', dropImages: 1 },
];
const ofContent: readonly Fault[] = [
  { on: 'content', status: 500 },
  { on: 'content', status: 404 },
  { on: 'content', reset: 'before' },
  { on: 'content', cut: 0.5 },
  { on: 'content', malform: 'html' },
  { on: 'content', stall: 'body' },
];
for (const faults of [ofApi, ofContent]) {
  for (const fault of faults) {
    emulator.script({ ...fault, times: Infinity, match: () => random() < faultRate / faults.length });
  }
}

const outcomes: CallOutcome[] = [];
process.on('message', (message: ToEmulator) => {
  if ('outcome' in message) {
    outcomes.push(message.outcome);
    return;
  }
  const billed = new Map<string, number>();
  for (const { apiKey, images } of emulator.ledger) billed.set(apiKey, (billed.get(apiKey) ?? 0) + images);
  send({ books: balance(outcomes, billed), requests: emulator.requests.length });
});
const { xai, crazyrouter, civitai } = emulator;
send({ baseURLs: { xai: xai.baseURL, crazyrouter: crazyrouter.baseURL, civitai: civitai.baseURL } });

function send(message: FromEmulator): void {
  process.send?.(message);
}

/** Mulberry32: the same faults in the same order of requests. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import type { Emulator, ScriptedFault } from '@grok-image/emulator';
import type { VirtualTime } from '../../simulation/time/virtual-time.ts';

type Fetch = typeof globalThis.fetch;

/** Virtual milliseconds until a request that gets no answer is looked at. */
const patienceMs = 40;

/** How often the event loop turns until an answer that may be held back is taken to be: the emulator answers in process. */
const promptTurns = 40;
/** How often it turns while the caller reads an answer. */
const readingTurns = 20;

/** What is played. */
interface Struck {
  readonly emulator: Emulator;
  readonly fault: ScriptedFault;
  /** Whether whoever is struck gets no answer. */
  readonly doesStall: boolean;
  readonly time: VirtualTime;
  /** Called once, after the fault has done its work and before the caller learns of it. */
  onStrike(): void;
}

/** The emulator's `fetch`, whose fault is watched. Time stands until an answer is there, if it is not held back. */
export function createStruckFetch({ emulator, fault, doesStall, time, onStrike }: Struck): Fetch {
  const before = fault.remaining;
  let hasStruck = false;
  const look = (): void => {
    if (hasStruck || fault.remaining === before) return;
    hasStruck = true;
    onStrike();
  };
  return async (input, init) => {
    const remaining = fault.remaining;
    const answer = emulator.fetch(input, init);
    const url = input instanceof Request ? input.url : String(input);
    // Civitai may be asked to answer when a workflow has ended.
    const mayWait = url.includes('/workflows');
    void holdTime(time, answer, () => mayWait || (doesStall && fault.remaining !== remaining));
    const timer = setTimeout(look, patienceMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      look();
    }
  };
}

/** The emulator's `fetch` without any fault, during which time stands. */
export function createCalmFetch(emulator: Emulator, time: VirtualTime): Fetch {
  return (input, init) => {
    const answer = emulator.fetch(input, init);
    void holdTime(time, answer, () => false);
    return answer;
  };
}

/** Lets time stand until an answer has come and was read, or seems to be held back. */
async function holdTime(
  time: VirtualTime,
  answer: Promise<Response>,
  mayBeHeldBack: () => boolean,
): Promise<void> {
  const release = time.hold();
  const state = { isDue: true };
  const settle = (): void => {
    state.isDue = false;
  };
  void answer.then(settle, settle);
  for (let turns = 0; state.isDue && (turns < promptTurns || !mayBeHeldBack()); turns++) await turn();
  if (!state.isDue) for (let turns = 0; turns < readingTurns; turns++) await turn();
  release();
}

async function turn(): Promise<void> {
  await new Promise(resolve => {
    setImmediate(resolve);
  });
}

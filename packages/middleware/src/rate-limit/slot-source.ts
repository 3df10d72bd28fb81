import { askStore } from '../stack/store-call.ts';
import { memorySlots } from '../stores/memory/memory-slots.ts';
import type { SlotAnswer, SlotRequest, Slots, SlotWindow } from '../stores/slots.ts';

/**
 * Added to windows, in milliseconds, as services count when requests arrive, and not all take as long to arrive. Over
 * processes it is more: 35 let 7 of 5 into a second on a busy machine, 60 none.
 */
const localSlackMs = 35;
const sharedSlackMs = 60;

/** For how long a store that did not answer is not asked again, in milliseconds: each time would cost its deadline. */
const restMs = 2000;

/** For how long the first slots of this process alone wait, in milliseconds: those of the store before still count. */
const changeoverMs = 1000;

/** Where lines get their slots: from the store, or while it is away from this process alone. It never throws. */
export interface SlotSource {
  readonly slackMs: number;
  /** What it means that the store is away; `undefined` while it answers. */
  readonly problem: string | undefined;
  take(request: SlotRequest): Promise<SlotAnswer>;
  leave(request: Pick<SlotRequest, 'name' | 'line'>): void;
  pause(name: string, milliseconds: number): void;
}

/** @param onProblem - is told once each time that the store is away */
export function createSlotSource(
  shared: Slots | undefined,
  onProblem: (problem: string) => void,
): SlotSource {
  const local = memorySlots();
  /** Names that got slots of this process alone since the store is away. */
  const alone = new Set<string>();
  let lines = 1;
  let asksAgainAt = 0;
  let problem: string | undefined;

  async function takeAlone(request: SlotRequest): Promise<SlotAnswer> {
    if (!alone.has(request.name)) await local.pause(request.name, changeoverMs);
    alone.add(request.name);
    return local.take({ ...request, windows: request.windows.map(window => toShare(window, lines)) });
  }

  async function takeShared(slots: Slots, request: SlotRequest): Promise<SlotAnswer> {
    if (performance.now() < asksAgainAt) return takeAlone(request);
    // Others may begin at the same time, and nobody waits for the first pictures of thousands.
    const isPaced = lines > 1 || request.priority === 'bulk';
    const windows = isPaced ? [...request.windows, ...toPaces(request.windows)] : request.windows;
    const answer = await askStore('take a slot of the rate limit', () => slots.take({ ...request, windows }));
    if (answer.isThere) {
      lines = Math.max(1, answer.value.lines);
      problem = undefined;
      alone.clear();
      return answer.value;
    }
    asksAgainAt = performance.now() + restMs;
    if (problem === undefined) {
      const share = lines === 1 ? 'the limit' : `a ${lines}th of the limit, as ${lines} lines shared it`;
      problem = `${answer.reason} Meanwhile this process keeps to ${share} by itself.`;
      onProblem(problem);
    }
    return takeAlone(request);
  }

  return {
    slackMs: shared ? sharedSlackMs : localSlackMs,
    get problem() {
      return problem;
    },
    take: request => (shared ? takeShared(shared, request) : local.take(request)),
    leave(request) {
      void local.leave(request);
      if (shared && problem === undefined) {
        void askStore('leave the line of the rate limit', () => shared.leave(request));
      }
    },
    pause(name, milliseconds) {
      void local.pause(name, milliseconds);
      if (shared) void askStore('pause the rate limit', () => shared.pause(name, milliseconds));
    },
  };
}

/** Windows that are short enough for requests of several processes to come too late, in milliseconds. */
const shortMs = 2000;

/**
 * One request at a time beside a short window, where several lines may share it: of five at once, one that is held up by a busy
 * machine meets the five after them, and the service counts up to nine in a second.
 */
function toPaces(windows: readonly SlotWindow[]): SlotWindow[] {
  return windows
    .filter(({ most, lengthMs }) => most > 1 && lengthMs < shortMs)
    .map(({ most, lengthMs }) => ({ most: 1, lengthMs: lengthMs / most }));
}

/** The part of a limit that one of several lines keeps to: fewer requests, or one in a longer time. */
function toShare({ most, lengthMs }: SlotWindow, lines: number): SlotWindow {
  return most >= lines
    ? { most: Math.floor(most / lines), lengthMs }
    : { most: 1, lengthMs: (lengthMs * lines) / most };
}

import type { SlotRequest, SlotWindow } from '../stores/slots.ts';
import { noRoom, noTurn } from './errors.ts';
import { createRing } from './ring.ts';
import type { SlotSource } from './slot-source.ts';
import { getInto, type Comer, type Waiter } from './waiter.ts';

/** All of this process that wait for the same limit. */
export interface Line {
  /** Whether nobody waits, and nothing is asked for. */
  isIdle(): boolean;
  /**
   * Waits for its turn.
   *
   * @throws the abort reason; an APICallError of status 429 where there is no room or no turn in time
   */
  turn(comer: Comer): Promise<void>;
  /** No turn comes for so many milliseconds, here and in all processes. */
  pause(milliseconds: number): void;
}

/** What is counted together, and by whom. */
export interface LineSettings {
  readonly name: string;
  readonly windows: readonly SlotWindow[];
  /** What tells the lines of this process from those of others. */
  readonly process: string;
  readonly maxQueue: number;
  readonly source: SlotSource;
}

/** What asks for slots: one for each priority. */
interface Head {
  readonly priority: SlotRequest['priority'];
  readonly line: string;
  isAsking: boolean;
  asksAgainAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** A slot that has yet to begin. It is given away when it does, and not bound to whoever waited first. */
  held: { readonly beginsAt: number; readonly isForBulk: boolean } | undefined;
  wasLate: boolean;
}

/** Makes the line of a limit. */
export function createLine({ name, windows, process, maxQueue, source }: LineSettings): Line {
  const rings = { interactive: createRing<Waiter>(), bulk: createRing<Waiter>() };
  const heads = [toHead('interactive', process), toHead('bulk', process)];
  let pausedUntil = 0;

  const waiting = () => rings.interactive.size() + rings.bulk.size();

  /** Gives away the slots that begin, asks for those that are needed, and sets timers for the next ones. */
  function advance(): void {
    for (const head of heads) {
      clearTimeout(head.timer);
      if (!head.isAsking) step(head);
    }
    for (const head of heads) if (!head.isAsking) expire(head.priority);
    if (waiting() === 0) for (const head of heads) giveUp(head);
  }

  function step(head: Head): void {
    const now = performance.now();
    if (head.held && isSpoilt(head, head.held.beginsAt, now)) head.held = undefined;
    const { held } = head;
    if (held === undefined) {
      if (rings[head.priority].size() === 0) return;
      if (now >= head.asksAgainAt) void ask(head);
      else setTimer(head, head.asksAgainAt - now);
      return;
    }
    if (now < held.beginsAt) {
      setTimer(head, held.beginsAt - now);
      return;
    }
    const { interactive, bulk } = rings;
    const next = held.isForBulk
      ? (bulk.shift() ?? interactive.shift())
      : (interactive.shift() ?? bulk.shift());
    if (next === undefined) return;
    head.held = undefined;
    head.wasLate = false;
    next.go();
    step(head);
  }

  /** A slot that is used too late counts no longer where it was counted. Not twice in a row: a machine may be slow. */
  function isSpoilt(head: Head, beginsAt: number, now: number): boolean {
    if (beginsAt < pausedUntil) return true;
    if (head.wasLate || now - beginsAt <= source.slackMs) return false;
    head.wasLate = true;
    return true;
  }

  async function ask(head: Head): Promise<void> {
    const { priority, line } = head;
    head.isAsking = true;
    // What bulk gets while others wait is its own.
    const isForBulk = priority === 'bulk' && rings.interactive.size() > 0;
    const { isTaken, waitMs } = await source.take({ name, windows, priority, line });
    head.isAsking = false;
    const at = performance.now() + waitMs;
    if (isTaken) head.held = { beginsAt: at, isForBulk };
    // Never at once: a store that says so would be asked without end.
    else head.asksAgainAt = Math.max(at, performance.now() + 1);
    advance();
  }

  /** Nobody waits any more: a slot that has yet to begin is for others. */
  function giveUp(head: Head): void {
    clearTimeout(head.timer);
    if (head.held) source.leave({ name, line: head.line });
    head.held = undefined;
    head.wasLate = false;
  }

  function setTimer(head: Head, milliseconds: number): void {
    head.timer = setTimeout(advance, Math.ceil(milliseconds));
  }

  /** Ends the wait of those whose time is over, once the store has said that it is not their turn. */
  function expire(priority: Head['priority']): void {
    for (const { isLate, modelId, end } of rings[priority].entries()) {
      if (isLate) end(noTurn(modelId, { others: waiting() - 1, turnsMs: turnsMs() }));
    }
  }

  /** About how long it takes until all that wait have had their turns. */
  function turnsMs(): number {
    const now = performance.now();
    const begins = heads.flatMap(({ held }) => (held ? [held.beginsAt - now] : []));
    const first = Math.max(pausedUntil - now, 0, begins.length === 0 ? 0 : Math.min(...begins));
    return first + Math.max(0, ...windows.map(({ most, lengthMs }) => lengthMs / most)) * (waiting() - 1);
  }

  return {
    isIdle: () => waiting() === 0 && heads.every(({ isAsking }) => !isAsking),
    async turn(comer) {
      if (!comer.isBack && waiting() >= maxQueue) {
        throw noRoom(comer.modelId, { others: waiting(), turnsMs: turnsMs() });
      }
      return getInto(rings[comer.priority], comer, advance);
    },
    pause(milliseconds) {
      pausedUntil = Math.max(pausedUntil, performance.now() + milliseconds);
      source.pause(name, milliseconds);
      advance();
    },
  };
}

function toHead(priority: Head['priority'], process: string): Head {
  const line = `${process}:${priority}`;
  return {
    priority,
    line,
    isAsking: false,
    asksAgainAt: 0,
    timer: undefined,
    held: undefined,
    wasLate: false,
  };
}

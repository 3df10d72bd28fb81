import { bulkPollMs, headMs, interactiveInARow, lineMs } from '../shares.ts';
import type { SlotAnswer, SlotRequest, Slots, SlotWindow } from '../slots.ts';

/** What is counted under a name; all times by `performance.now()`, as a clock that is set back would stop everything. */
interface Count {
  /** Slots in their order, also those that have yet to begin. */
  slots: { readonly line: string; readonly startsAt: number }[];
  /** Until when interactive lines have their turn before bulk lines. */
  readonly heads: Map<string, number>;
  /** Until when lines count as asking. */
  readonly lines: Map<string, number>;
  pausedUntil: number;
  /** Interactive slots since the last bulk slot. */
  inARow: number;
}

/**
 * A rate limit for this process. It keeps windows as they are given, so that slack is for the caller to add.
 *
 * @example
 * const limit = rateLimitMiddleware({ perSecond: 5, perMinute: 300, slots: memorySlots() });
 */
export function memorySlots(): Slots {
  const counts = new Map<string, Count>();

  function countOf(name: string): Count {
    const known = counts.get(name);
    if (known !== undefined) return known;
    const count = { slots: [], heads: new Map(), lines: new Map(), pausedUntil: 0, inARow: 0 };
    counts.set(name, count);
    return count;
  }

  return {
    async take(request) {
      return take(countOf(request.name), request, performance.now());
    },
    async leave({ name, line }) {
      const count = countOf(name);
      const now = performance.now();
      count.heads.delete(line);
      count.slots = count.slots.filter(slot => slot.line !== line || slot.startsAt <= now);
    },
    async pause(name, milliseconds) {
      const count = countOf(name);
      count.pausedUntil = Math.max(count.pausedUntil, performance.now() + milliseconds);
    },
  };
}

function take(count: Count, { windows, priority, line }: SlotRequest, now: number): SlotAnswer {
  dropUntil(count.heads, now);
  dropUntil(count.lines, now);
  const longestMs = Math.max(...windows.map(({ lengthMs }) => lengthMs));
  count.slots = count.slots.filter(({ startsAt }) => startsAt > now - longestMs);
  if (priority === 'bulk' && count.heads.size > 0 && count.inARow < interactiveInARow) {
    count.lines.set(line, now + lineMs);
    const waitMs = Math.min(bulkPollMs, Math.ceil(Math.max(...count.heads.values()) - now));
    return { isTaken: false, waitMs, lines: count.lines.size };
  }
  const startsAt = Math.max(now, count.pausedUntil, nextStart(count, windows));
  count.slots.push({ line, startsAt });
  count.inARow = priority === 'bulk' ? 0 : count.inARow + 1;
  if (priority === 'interactive') count.heads.set(line, startsAt + headMs);
  count.lines.set(line, startsAt + lineMs);
  return { isTaken: true, waitMs: Math.ceil(startsAt - now), lines: count.lines.size };
}

/** When all windows have room: no slot begins before the last one that was taken. */
function nextStart({ slots }: Count, windows: readonly SlotWindow[]): number {
  const free = windows.map(({ most, lengthMs }) => (slots.at(-most)?.startsAt ?? -lengthMs) + lengthMs);
  return Math.max(slots.at(-1)?.startsAt ?? 0, ...free);
}

function dropUntil(until: Map<string, number>, now: number): void {
  for (const [line, end] of until) if (end <= now) until.delete(line);
}

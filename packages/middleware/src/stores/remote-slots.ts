import * as z from 'zod/v4';
import type { SlotAnswer } from './slots.ts';

const answer = z.object({ isTaken: z.boolean(), waitMs: z.number(), lines: z.number() });

/** Reads what a server answers to a line that asks for a slot. */
export function toSlotAnswer(given: unknown): SlotAnswer {
  return answer.parse(given);
}

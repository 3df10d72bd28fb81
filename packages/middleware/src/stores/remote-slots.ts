import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { SlotAnswer } from './slots.ts';

const answer = lazy(() => z.object({ isTaken: z.boolean(), waitMs: z.number(), lines: z.number() }));

/** Reads what a server answers to a line that asks for a slot. */
export function toSlotAnswer(given: unknown): SlotAnswer {
  return answer().parse(given);
}

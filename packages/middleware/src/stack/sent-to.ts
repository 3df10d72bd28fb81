import * as z from 'zod/v4';
import type { FoundBy, SentTo } from './context.ts';

const foundBy: z.ZodType<FoundBy> = z.union([
  z.object({ externalId: z.string() }),
  z.object({ blobKeys: z.array(z.string()) }),
]);

/** To whom a call was sent, as it was noted in JSON; nobody where it was noted by another version. */
export const sentToSchema: z.ZodType<readonly SentTo[]> = z
  .array(
    z.object({
      model: z.string(),
      identity: z.string().optional(),
      by: foundBy.optional(),
    }),
  )
  .catch([]);

/** To whom a call was sent, out of the text that a ledger holds. */
export function readSentTo(note: string | undefined): readonly SentTo[] {
  return note === undefined ? [] : sentToSchema.parse(JSON.parse(note));
}

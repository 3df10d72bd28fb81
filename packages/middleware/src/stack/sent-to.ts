import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { FoundBy, SentTo } from './context.ts';

/** To whom a call was sent, as it was noted in JSON; nobody where it was noted by another version. */
export const sentToSchema: () => z.ZodType<readonly SentTo[]> = lazy(() => {
  const by: z.ZodType<FoundBy> = z.union([
    z.object({ externalId: z.string() }),
    z.object({ blobKeys: z.array(z.string()) }),
  ]);
  return z
    .array(z.object({ model: z.string(), identity: z.string().optional(), by: by.optional() }))
    .catch([]);
});

/** To whom a call was sent, out of the text that a ledger holds. */
export function readSentTo(note: string | undefined): readonly SentTo[] {
  return note === undefined ? [] : sentToSchema().parse(JSON.parse(note));
}

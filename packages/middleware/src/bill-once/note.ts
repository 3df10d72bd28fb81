import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { sentToSchema } from '../stack/sent-to.ts';
import type { CallContext, LostCall } from '../stack/context.ts';
import type { ClaimRecord } from '../stores/ledger.ts';

/** What is noted of a call under a key. */
interface KeyNote extends Omit<LostCall, 'refusal'> {
  readonly kept?: string | undefined;
  readonly error?: string | undefined;
}

const noteSchema: () => z.ZodType<KeyNote> = lazy(() =>
  z.object({
    sentTo: sentToSchema(),
    held: z.array(z.string()).catch([]),
    kept: z.string().optional().catch(undefined),
    error: z.string().optional().catch(undefined),
  }),
);

/** What is noted of a call with its last step, in JSON: to whom it was sent, which sums are held for it, and how it ended. */
export function toNote(
  { sentTo, held }: CallContext,
  end: { readonly kept?: string | undefined; readonly error?: string } = {},
): string {
  return JSON.stringify({ sentTo, held: [...held], ...end });
}

export function readNote({ note }: Pick<ClaimRecord, 'note'>): KeyNote {
  return noteSchema().parse(note === undefined ? {} : JSON.parse(note));
}

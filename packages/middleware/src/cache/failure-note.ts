import {
  causeOf,
  ContentModerationError,
  GenerationFailedError,
  type GenerationDetails,
} from '@grok-image/core';
import { lazy, markOutcome, messageOf, parseJson } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { classifyError } from '../stack/classify.ts';
import type { ImageModelLike } from '../stack/model.ts';
import type { ClaimRecord } from '../stores/ledger.ts';

/** What those who wait in other processes hear of a call that failed. */
interface FailureNote extends Pick<GenerationDetails, 'requestId' | 'jobId' | 'workflowId' | 'externalId'> {
  readonly message: string;
  /** Whether the content policy refused it. */
  readonly isModerated: boolean;
}

const idSchema = lazy(() => z.string().optional().catch(undefined));

const idsSchema = lazy(() =>
  z
    .object({
      requestId: idSchema(),
      jobId: idSchema(),
      workflowId: idSchema(),
      externalId: idSchema(),
    })
    .catch({}),
);

const noteSchema = lazy(() =>
  z.object({ failure: z.object({ message: z.string(), isModerated: z.boolean() }).and(idsSchema()) }),
);

/** Notes a failure in JSON, with all that finds again what may be paid. */
export function toFailureNote(error: unknown): string {
  const isModerated = classifyError(error).class === 'moderation';
  const failure: FailureNote = {
    ...idsSchema().parse(causeOf(error)),
    message: messageOf(error),
    isModerated,
  };
  return JSON.stringify({ failure });
}

/** The same failure, for whoever has waited for that call; `undefined` where it did not fail, or nothing can be read of it. */
export function readFailure({ note }: ClaimRecord, model: ImageModelLike): Error | undefined {
  const failure = note === undefined ? undefined : noteSchema().safeParse(parseJson(note)).data?.failure;
  if (failure === undefined) return undefined;
  const { message, isModerated, ...ids } = failure;
  const details = { ...ids, message, provider: model.provider, modelId: model.modelId };
  const shared = isModerated
    ? new ContentModerationError({ ...details, url: '', requestBodyValues: {} })
    : new GenerationFailedError({ ...details, reasons: [message] });
  return markOutcome(shared, 'unknown');
}

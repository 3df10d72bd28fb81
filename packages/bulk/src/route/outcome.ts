import { APICallError, LoadAPIKeyError, LoadSettingError } from '@ai-sdk/provider';
import { isRecord } from '@ai-sdk/provider-utils';
import { causeOf, GenerationFailedError, ImageDownloadError } from '@grok-image/core';
import type { GenerationCost, JsonObject, Resume } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { billedByError, classifyError, fromUnits } from '@grok-image/middleware/internal';

/** A picture that a job has brought: its bytes, or where its service has put it in the bucket. */
export type MadePicture =
  | { readonly bytes: Uint8Array; readonly metadata?: JsonObject | undefined }
  | { readonly blobKey: string; readonly mediaType: string; readonly byteLength: number };

/** What a job has brought. */
export interface Made {
  readonly pictures: readonly MadePicture[];
  readonly cost: GenerationCost | undefined;
  readonly warnings: readonly string[];
}

/** How a request, or a look for what became of one, has ended. */
export type Outcome =
  | { readonly kind: 'made'; readonly made: Made }
  /** The service has said no, by its rules. */
  | { readonly kind: 'refused'; readonly reason: string; readonly cost: GenerationCost | undefined }
  /** It will bring nothing. */
  | { readonly kind: 'failed'; readonly reason: string; readonly cost: GenerationCost | undefined }
  /** It is paid or under way, and is to be looked for later. */
  | {
      readonly kind: 'open';
      readonly reason: string;
      readonly resume?: Resume | undefined;
      readonly paid?: readonly string[] | undefined;
    }
  /** Certainly nothing was started. */
  | { readonly kind: 'unstarted'; readonly reason: string; readonly next: 'again' | 'fail' | 'stop' }
  /** It may have been billed, and nothing tells. */
  | { readonly kind: 'lost'; readonly reason: string };

/** How a request has ended that has brought nothing so far. */
export type Failed = Exclude<Outcome, { readonly kind: 'made' }>;

/** What the error of a call means for its job. */
export function outcomeOfError(error: unknown): Failed {
  const cause = causeOf(error);
  const reason = messageOf(cause);
  const { class: kind, isUnstarted } = classifyError(cause);
  if (LoadAPIKeyError.isInstance(cause) || LoadSettingError.isInstance(cause)) {
    return { kind: 'unstarted', reason, next: 'stop' };
  }
  if (isUnstarted) {
    const next = kind === 'funds' ? 'stop' : kind === 'badInput' ? 'fail' : 'again';
    return { kind: 'unstarted', reason, next };
  }
  if (kind === 'moderation') return { kind: 'refused', reason, cost: costOfError(cause) };
  if (ImageDownloadError.isInstance(cause)) {
    return { kind: 'open', reason, resume: collectable(cause.resume), paid: cause.urls };
  }
  if (GenerationFailedError.isInstance(cause) && !APICallError.isInstance(cause.cause)) {
    return { kind: 'failed', reason, cost: costOfError(cause) };
  }
  const resume = isRecord(cause) ? resumeIn(cause) : undefined;
  return resume === undefined ? { kind: 'lost', reason } : { kind: 'open', reason, resume };
}

/** Whether a look found that the service does not know the request, or not any more. */
export function isAbsent(error: unknown): boolean {
  const cause = causeOf(error);
  const failure = GenerationFailedError.isInstance(cause) ? cause.cause : cause;
  return APICallError.isInstance(failure) && failure.statusCode === 404;
}

/** What was billed for a call that failed, as far as its error says. */
function costOfError(error: unknown): GenerationCost | undefined {
  const billed = billedByError(error, undefined);
  if (billed.kind === 'unknown') return undefined;
  if (billed.kind === 'free') return {};
  const { usd, buzz } = billed.money;
  return {
    ...(usd !== undefined && { usd: fromUnits(usd, 'usd') }),
    ...(buzz !== undefined && { buzz: fromUnits(buzz, 'buzz') }),
  };
}

function resumeIn({ resume }: Record<string, unknown>): Resume | undefined {
  if (!isRecord(resume)) return undefined;
  const { jobId, workflowId } = resume;
  if (typeof jobId === 'string') return { jobId };
  return typeof workflowId === 'string' ? { workflowId } : undefined;
}

/** A key collects by sending the same request again, which is another way. */
function collectable(resume: Resume | undefined): Resume | undefined {
  return resume !== undefined && 'externalId' in resume ? undefined : resume;
}

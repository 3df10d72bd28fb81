import {
  collectImages,
  defined,
  ImageDownloadError,
  shareCost,
  type GenerationDetails,
  type ImageResponse,
  type ImageWarning,
} from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import type { CivitaiPaidPicture } from '../service/settings.ts';
import { chargedBuzz } from '../workflow/cost.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { toPaidBlobs, type PaidBlob } from './blobs.ts';
import { toFailure, toWithheldError } from './failure.ts';
import { toRecord } from './record.ts';
import { readResult } from './result.ts';

/** What is known about the call that a finished workflow belongs to. */
export interface DeliverySettings {
  /** Images asked for; `undefined` for a workflow that was submitted earlier. */
  readonly n: number | undefined;
  readonly hideMatureContent: boolean;
  /** The model that served it. */
  readonly modelId: string;
  readonly details: GenerationDetails;
  /** Address and body of the submit, for errors. */
  readonly request: { readonly url: string; readonly body: unknown; readonly hasOwnKey: boolean };
  readonly headers: Record<string, string> | undefined;
  readonly abortSignal: AbortSignal | undefined;
  /** When the caller's time is up, by `performance.now()`. */
  readonly endsAt: number;
  /** Hears of the pictures before they are fetched. */
  readonly onPaid: (paid: readonly CivitaiPaidPicture[]) => void;
  /** Reads the workflow once more, for fresh addresses. */
  readonly readAgain: (abortSignal: AbortSignal | undefined) => Promise<Workflow>;
}

/**
 * Turns a finished workflow into images: fetches them, says what is missing, and shares what was charged.
 *
 * @throws ContentModerationError or GenerationFailedError when it made none or withholds them all, ImageDownloadError when
 * none could be fetched
 */
export async function deliver(
  workflow: Workflow,
  connection: Connection,
  settings: DeliverySettings,
): Promise<ImageResponse> {
  const { n, hideMatureContent, modelId, details, abortSignal, endsAt, headers } = settings;
  const result = readResult(workflow, { n, hideMatureContent });
  if (result.images.length === 0) throw toFailure(workflow, details, settings.request);

  const buzz = chargedBuzz(workflow);
  const items = toPaidBlobs(result.images, connection, settings.readAgain);
  settings.onPaid(items.map(({ index, blob: { id, url } }) => ({ index, url, blobId: id })));
  const cost = buzz === undefined ? {} : { cost: { buzz } };
  const collected = await collectImages(items, {
    details: { ...details, ...cost },
    abortSignal,
    endsAt,
    describe(fetched) {
      const shares = buzz === undefined ? [] : shareCost(buzz, fetched.length);
      return fetched.map(({ item: { blob, step, url } }, place) =>
        defined({
          revisedPrompt: result.revisedPrompt,
          url,
          urlExpiresAt: blob.urlExpiresAt,
          blobId: blob.id,
          workflowId: details.workflowId,
          step,
          nsfwLevel: blob.nsfwLevel,
          jobId: blob.jobId,
          previewUrl: blob.previewUrl,
          costBuzz: shares[place],
        }),
      );
    },
  }).catch((error: unknown) => {
    if (!ImageDownloadError.isInstance(error) || !isWithheld(items)) throw error;
    throw toWithheldError(workflow, details, { ...settings.request, cause: error.cause });
  });
  const { images } = collected;
  const missing = [...result.missing, ...collected.missing].toSorted((one, other) => one.index - other.index);
  return {
    images,
    warnings: [...result.warnings.map(warning => withBill(warning, buzz)), ...collected.warnings],
    request: toRecord(workflow, { requested: n, delivered: images.length, model: modelId, details, missing }),
    modelId,
    headers,
  };
}

/** Whether the service gives none of its images out, and says why. */
function isWithheld(items: readonly PaidBlob[]): boolean {
  return items.every(({ blob }) => blob.blockedReason !== undefined);
}

/** Says what was paid beside what is missing. */
function withBill(warning: ImageWarning, buzz: number | undefined): ImageWarning {
  if (warning.type !== 'other' || buzz === undefined) return warning;
  return { ...warning, message: `${warning.message} The workflow was billed ${buzz} Buzz in all.` };
}

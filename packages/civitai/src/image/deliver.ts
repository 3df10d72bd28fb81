import {
  collectImages,
  defined,
  shareCost,
  type GeneratedImage,
  type GenerationDetails,
  type ImageResponse,
  type ImageWarning,
} from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import { chargedBuzz } from '../workflow/cost.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { toPaidBlobs } from './blobs.ts';
import { toFailure } from './failure.ts';
import { readResult } from './result.ts';

/** What is known about the call that a finished workflow belongs to. */
export interface DeliverySettings {
  /** Images asked for; `undefined` for a workflow that was submitted earlier. */
  readonly n: number | undefined;
  readonly hideMatureContent: boolean;
  /** The model that served it. */
  readonly modelId: string;
  readonly details: GenerationDetails;
  readonly externalId: string | undefined;
  /** Address and body of the submit, for errors. */
  readonly request: { readonly url: string; readonly body: unknown };
  readonly headers: Record<string, string> | undefined;
  readonly abortSignal: AbortSignal | undefined;
  /** When the caller's time is up, by `performance.now()`. */
  readonly endsAt: number;
  /** Reads the workflow once more, for fresh addresses. */
  readonly readAgain: (abortSignal: AbortSignal | undefined) => Promise<Workflow>;
}

/**
 * Turns a finished workflow into images: fetches them, says what is missing, and shares what was charged.
 *
 * @throws ContentModerationError or GenerationFailedError when it made none, ImageDownloadError when none could be fetched
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
  const cost = buzz === undefined ? {} : { cost: { buzz } };
  const { delivered, warnings } = await collectImages(
    items,
    { ...details, ...cost },
    abortSignal,
    Math.max(1, endsAt - performance.now()),
  );

  const shares = buzz === undefined ? [] : shareCost(buzz, delivered.length);
  const images = delivered.map(({ item: { blob, step, url }, image }, index): GeneratedImage => ({
    data: image.data,
    metadata: defined({
      ...image.info,
      revisedPrompt: result.revisedPrompt,
      url,
      urlExpiresAt: blob.urlExpiresAt,
      blobId: blob.id,
      workflowId: details.workflowId,
      step,
      nsfwLevel: blob.nsfwLevel,
      costBuzz: shares[index],
    }),
  }));
  return {
    images,
    warnings: [...result.warnings.map(warning => withBill(warning, buzz)), ...warnings],
    request: defined({
      workflowId: details.workflowId,
      externalId: settings.externalId,
      status: workflow.status,
      model: modelId,
      requested: n,
      delivered: images.length,
      costBuzz: buzz,
    }),
    modelId,
    headers,
  };
}

/** Says what was paid beside what is missing. */
function withBill(warning: ImageWarning, buzz: number | undefined): ImageWarning {
  if (warning.type !== 'other' || buzz === undefined) return warning;
  return { ...warning, message: `${warning.message} The workflow was billed ${buzz} Buzz in all.` };
}

import { inspectImage, GenerationIncompleteError, ImageDownloadError } from '@grok-image/core';

import type { Emulator } from '@grok-image/emulator';
import type { ImageResult } from '../../contract/harness/ai-sdk.ts';
import { fieldOf } from '../../contract/harness/field-of.ts';
import { addressesIn, errorsIn, messageOf, textOfWarning } from './texts.ts';

/** What a caller can do. */
export interface Means {
  readonly fetch: typeof globalThis.fetch;
  /** Makes the same call with one more provider option. */
  again(option: object): Promise<ImageResult>;
}

/** What a caller is left with when a call is over. */
export interface Leftovers {
  readonly result: ImageResult | undefined;
  readonly error: unknown;
  /** Id of a deferred job: of the error, or told while it ran. */
  readonly jobId: string | undefined;
}

const advice = /providerOptions\.(?:xai|civitai)\.(jobId|workflowId|externalId) '([^']+)'/g;

/**
 * Does what the errors and warnings of a call advise, now that the fault is gone, and counts the images that come of
 * it without being billed again.
 */
export async function recover(
  emulator: Emulator,
  { result, error, jobId }: Leftovers,
  { fetch, again }: Means,
): Promise<number> {
  const errors = errorsIn(error);
  // The one of the whole call, else that of its one request.
  const download =
    errors.find(each => GenerationIncompleteError.isInstance(each)) ??
    errors.find(each => ImageDownloadError.isInstance(each));
  if (download) {
    const images = await download.retryDownload().catch(() => []);
    if (images.length > 0) return images.length;
  }
  const texts = [...errors.map(messageOf), ...(result?.warnings ?? []).map(textOfWarning)];
  const options = texts.flatMap(text =>
    [...text.matchAll(advice)].map(([, name = '', id = '']) => ({ [name]: id })),
  );
  if (jobId) options.push({ jobId });
  let collected = 0;
  for (const option of uniqueOptions(options)) collected += await collect(emulator, option, again);
  // A workflow that is collected brings again what it delivered; a job is of its own request, which delivered nothing.
  const known = options.some(option => 'jobId' in option) ? 0 : (result?.images.length ?? 0);
  if (collected > known) return collected - known;
  const fields = errors.flatMap(each => [
    fieldOf(each, 'url'),
    fieldOf(each, 'responseBody'),
    fieldOf(each, 'cause', 'url'),
  ]);
  const fetched = await Promise.all(
    addressesIn(...texts, ...fields).map(url => isImage(fetch, url).catch(() => false)),
  );
  return fetched.filter(Boolean).length;
}

type Option = Readonly<Record<string, string>>;

function uniqueOptions(options: readonly Option[]): readonly Option[] {
  return [...new Map(options.map(option => [JSON.stringify(option), option])).values()];
}

/** Images that the call brings with one of the ids; none if it was billed for them. */
async function collect(emulator: Emulator, option: Option, again: Means['again']): Promise<number> {
  const billed = billedBy(emulator);
  const images = await again(option).then(
    outcome => outcome.images.length,
    () => 0,
  );
  return billedBy(emulator) === billed ? images : 0;
}

/** Images on the ledger. */
export function billedBy(emulator: Emulator): number {
  return emulator.ledger.reduce((sum, { images }) => sum + images, 0);
}

async function isImage(fetch: Means['fetch'], url: string): Promise<boolean> {
  const response = await fetch(url);
  return response.ok && inspectImage(new Uint8Array(await response.arrayBuffer())) !== undefined;
}

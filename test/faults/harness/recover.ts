import { ImageDownloadError, inspectImage } from '@grok-image/core';
import type { Emulator } from '@grok-image/emulator';
import type { ImageResult } from '../../contract/harness/ai-sdk.ts';
import { fieldOf } from '../../contract/harness/field-of.ts';
import { addressesIn, errorsIn, messageOf, textOfWarning } from './texts.ts';

/** What a caller is left with when a call is over. */
export interface Leftovers {
  readonly result: ImageResult | undefined;
  readonly error: unknown;
  /** Id of a deferred job: of the error, or told while it ran. */
  readonly jobId: string | undefined;
}

const advice = /providerOptions\.(?:xai|civitai)\.(requestId|workflowId|externalId) '([^']+)'/;

/**
 * Does what the errors and warnings of a call advise, now that the fault is gone, and counts the images that come of
 * it without being billed again.
 *
 * @param again - makes the same call with one more provider option
 */
export async function recover(
  emulator: Emulator,
  { result, error, jobId }: Leftovers,
  again: (option: object) => Promise<ImageResult>,
): Promise<number> {
  const errors = errorsIn(error);
  const [download] = errors.filter(each => ImageDownloadError.isInstance(each));
  if (download) {
    const images = await download.retryDownload().catch(() => []);
    if (images.length > 0) return images.length;
  }
  const texts = [...errors.map(messageOf), ...(result?.warnings ?? []).map(textOfWarning)];
  const [, name, id] = texts.map(text => advice.exec(text)).find(match => match !== null) ?? [];
  const option = name && id ? { [name]: id } : jobId && { requestId: jobId };
  if (option) {
    const billed = billedBy(emulator);
    const images = await again(option).then(
      outcome => outcome.images.length,
      () => 0,
    );
    const isNew = images > (result?.images.length ?? 0) && billedBy(emulator) === billed;
    if (isNew) return images - (result?.images.length ?? 0);
  }
  const fields = errors.flatMap(each => [
    fieldOf(each, 'url'),
    fieldOf(each, 'responseBody'),
    fieldOf(each, 'cause', 'url'),
  ]);
  const fetched = await Promise.all(
    addressesIn(...texts, ...fields).map(url => isImage(emulator, url).catch(() => false)),
  );
  return fetched.filter(Boolean).length;
}

/** Images on the ledger. */
export function billedBy(emulator: Emulator): number {
  return emulator.ledger.reduce((sum, { images }) => sum + images, 0);
}

async function isImage(emulator: Emulator, url: string): Promise<boolean> {
  const response = await emulator.fetch(url);
  return response.ok && inspectImage(new Uint8Array(await response.arrayBuffer())) !== undefined;
}

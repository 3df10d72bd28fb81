import { sha256 } from '@grok-image/core/internal';
import { identityOf, portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams } from '../stack/model.ts';

/**
 * A name for a call under a key of the caller, `externalId`, which the service carries out once however often it is sent;
 * `undefined` for a call without one.
 */
export async function keyedNameOf(
  model: ImageModelLike,
  { providerOptions }: ImageParams,
): Promise<string | undefined> {
  const externalId = providerOptions?.['civitai']?.['externalId'];
  if (typeof externalId !== 'string' || !portOf(model)?.capabilities.isKeyed) return undefined;
  return sha256(JSON.stringify([await identityOf(model, ''), externalId]), 'keep a budget');
}

import { sha256 } from '@grok-image/core/internal';
import { withAdded } from '../stack/context.ts';
import { identityOf, portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams } from '../stack/model.ts';

/**
 * A name for a call under a key of the caller, `externalId`, which the service carries out once however often it is sent;
 * `undefined` for a call without one.
 */
export async function keyedNameOf(model: ImageModelLike, params: ImageParams): Promise<string | undefined> {
  const port = portOf(model);
  if (!port?.capabilities.isKeyed) return undefined;
  const externalId = withAdded(params).providerOptions[port.metadataKey]?.['externalId'];
  if (typeof externalId !== 'string') return undefined;
  return sha256(JSON.stringify([await identityOf(model, ''), externalId]), 'keep a budget');
}

import { sha256 } from '@grok-image/core/internal';
import { identityOf, portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams } from '../stack/model.ts';

/** Where callers name what was started before. */
const collectedBy = { jobId: 'xai', workflowId: 'civitai' } as const;

/** Whether a call only collects what was started, and paid, before. */
export function isCollecting(model: ImageModelLike, { providerOptions }: ImageParams): boolean {
  const { resumesBy = [] } = portOf(model)?.capabilities ?? {};
  return resumesBy.some(
    name => name !== 'externalId' && providerOptions?.[collectedBy[name]]?.[name] !== undefined,
  );
}

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

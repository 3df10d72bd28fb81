import { randomId, sha256 } from '@grok-image/core/internal';
import type { CallContext } from '../stack/context.ts';
import { identityOf, portOf } from '../stack/digest.ts';
import type { PassingCall } from '../stack/middleware.ts';

/** Under which id the sum of a call is held. */
export interface HoldId {
  readonly id: string;
  /** Whether the same call may have come before, or come again, under this id: it holds nothing more then. */
  readonly mayRecur: boolean;
}

/**
 * The id of the sum of a call: of one that was sent before, as it was then; of one under a key of the service, `externalId`,
 * that of the key, which the service carries out once however often it is sent; else a new one.
 *
 * @param prefix - of all ids of its tenant
 */
export async function idOf(call: PassingCall, { lost }: CallContext, prefix: string): Promise<HoldId> {
  const before = lost?.held.find(id => id.startsWith(prefix));
  if (before !== undefined) return { id: before, mayRecur: true };
  const name = await keyedNameOf(call);
  return { id: `${prefix}call/${name ?? randomId()}`, mayRecur: name !== undefined };
}

async function keyedNameOf({ model, params }: PassingCall): Promise<string | undefined> {
  const port = portOf(model);
  if (!port?.capabilities.isKeyed) return undefined;
  const externalId = params.providerOptions[port.metadataKey]?.['externalId'];
  if (typeof externalId !== 'string') return undefined;
  return sha256(JSON.stringify([await identityOf(model, ''), externalId]), 'keep a budget');
}

import { invalidArgument } from '@grok-image/core';
import { messageOf, randomId, sha256 } from '@grok-image/core/internal';
import { wait } from '@grok-image/core';
import { isUnstarted } from '../stack/classify.ts';
import { collects } from '../stack/collects.ts';
import { enterContext, type CallContext, type LostCall } from '../stack/context.ts';
import { digestOf, identityOf } from '../stack/digest.ts';
import { withFreshAddresses } from '../stack/fresh-addresses.ts';
import { asPaidBefore, withoutAddresses } from '../stack/hit.ts';
import { keepResult, loadResult } from '../stack/kept-result.ts';
import type { PassingCall } from '../stack/middleware.ts';
import type { ImageResult } from '../stack/model.ts';
import { ownOptionsOf } from '../stack/own-options.ts';
import { takePart } from '../stack/parts.ts';
import { every } from '../stack/timers.ts';
import { askBlobs, askStore } from '../stack/store-call.ts';
import { spaceOf, tenantName, type TenantOf } from '../stack/tenant.ts';
import { withWarnings } from '../stack/told.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { ClaimRecord, Ledger } from '../stores/ledger.ts';
import { readNote, toNote } from './note.ts';
import { refuse, refuseAgain, storeAway } from './refusals.ts';

/** Where calls under a key are noted, and for how long. */
export interface KeySettings {
  readonly ledger: Ledger;
  /** Where the pictures of such calls are kept. */
  readonly blobs: BlobStore;
  /** Milliseconds for which a key is known after its call. */
  readonly keyTtl: number;
  readonly tenant: TenantOf | undefined;
  readonly namespace: string;
  readonly onStoreFailure: 'refuse' | 'allow';
  /** Whether services that can put pictures into a bucket may, so that they are found again. */
  readonly uploads: boolean;
}

/** Milliseconds after which a call whose process does not renew its claim is taken for dead, and between two renewals. */
const leaseMs = 30_000;
const renewMs = leaseMs / 3;

/** Longest wait between two looks at a call that somebody else makes, in milliseconds. */
const longestLookMs = 1000;

/**
 * Makes a call under its key once: whoever comes second, in this or another process, waits for the first and gets its
 * result, or is told why not.
 *
 * @throws IdempotencyKeyError where the call may be paid already; InvalidArgumentError for a key of nobody
 */
export async function callUnderKey(
  { params: given, model, next }: PassingCall,
  settings: KeySettings,
): Promise<ImageResult> {
  const { key } = ownOptionsOf(given);
  if (key === undefined || collects(given)) return next(given);
  const tenant = await tenantName(settings.tenant);
  if (tenant === undefined)
    throw invalidArgument('tenant', undefined, 'a text, as a key belongs to a tenant');

  const { params, context } = enterContext(given);
  const part = takePart(params, 'key');
  const identity = await identityOf(model, settings.namespace);
  const hash = await digestOf(params, identity);
  const name = await sha256(
    JSON.stringify([settings.namespace, tenant, key, part.number]),
    'tell keys apart',
  );
  const prefix = spaceOf('key', settings.namespace, tenant);
  const bucket = settings.uploads ? { blobs: settings.blobs, prefix } : undefined;
  context.trail = { name, bucket };
  const token = randomId();
  const held: HeldKey = { key, name: `${prefix}${name}`, tenant, hash, token, settings, context };
  try {
    return await claimAndSend(held, async () => next(params), params.abortSignal);
  } catch (error) {
    // It may be sent again as the same part.
    if (isUnstarted(error)) part.release();
    throw error;
  }
}

/** A key of one call. */
interface HeldKey {
  readonly key: string;
  /** In the ledger. */
  readonly name: string;
  /** By its name in keys. */
  readonly tenant: string;
  readonly hash: string;
  readonly token: string;
  readonly settings: KeySettings;
  readonly context: CallContext;
}

async function claimAndSend(
  held: HeldKey,
  send: () => Promise<ImageResult>,
  abortSignal: AbortSignal | undefined,
): Promise<ImageResult> {
  const { ledger, onStoreFailure } = held.settings;
  for (let look = 1; ; look++) {
    const claim = await askStore('claim the key', async () =>
      ledger.claim({ key: held.name, hash: held.hash, token: held.token, leaseMs }),
    );
    if (!claim.isThere) {
      if (onStoreFailure === 'refuse') throw storeAway(held, claim.reason);
      const result = await send();
      return withWarnings(result, [
        `${claim.reason} The call was made without its key, and may be paid twice.`,
      ]);
    }
    if (claim.value.isOurs) return sendClaimed(held, send, abortSignal);
    const { record } = claim.value;
    if (record.hash !== held.hash) throw refuse(held, 'otherRequest');
    if (record.state === 'done') return readDone(held, record, send);
    if (record.state === 'unknown') return recover(held, record, send);
    // Somebody makes it: its picture is what is wanted.
    await wait(Math.min(longestLookMs, 50 * 2 ** look), abortSignal);
  }
}

/**
 * Sends a call whose key is ours: that it may be billed is noted right before its first request leaves, and the key stays
 * ours until it has ended, also where its caller leaves what goes on for others.
 */
async function sendClaimed(
  held: HeldKey,
  send: () => Promise<ImageResult>,
  abortSignal: AbortSignal | undefined,
): Promise<ImageResult> {
  const { context, settings, token } = held;
  const { ledger } = settings;
  context.beforeSend(async () => {
    const note = toNote(context);
    const sent = await askStore('note that the call is sent', async () =>
      ledger.advance({ key: held.name, token, state: 'sent', note, forMs: leaseMs }),
    );
    if (!sent.isThere) throw storeAway(held, sent.reason);
    if (!sent.value) throw storeAway(held, 'Another call has taken the key over meanwhile.');
  });
  const stop = every(renewMs, () => {
    // A renewal that fails is made up for by the next one, or the call becomes one of unknown outcome.
    void askStore('renew the key', async () => ledger.renewClaim({ key: held.name, token, leaseMs }));
  });
  const work = send();
  await Promise.allSettled([work]);
  const { shared } = context;
  if (shared === undefined || !abortSignal?.aborted) return noteEnd(held, work).finally(stop);
  shared.hold(async () => Promise.allSettled([noteEnd(held, shared.result()).finally(stop)]));
  return work;
}

/** Notes what has come of a call whose key is ours. */
async function noteEnd(held: HeldKey, work: Promise<ImageResult>): Promise<ImageResult> {
  try {
    return await keep(held, await work);
  } catch (error) {
    if (isUnstarted(error) || !held.context.isSent) await giveBack(held);
    else await noteFailure(held, error);
    throw error;
  }
}

async function giveBack({ name, token, settings }: HeldKey): Promise<void> {
  await askStore('give the key back', async () => settings.ledger.drop({ key: name, token }));
}

/** Keeps the result under the key; what cannot be kept is said, and the result is delivered. */
async function keep(held: HeldKey, result: ImageResult): Promise<ImageResult> {
  const { context, settings } = held;
  const { ledger, blobs, keyTtl, namespace } = settings;
  const prefix = spaceOf('pictures', namespace, held.tenant);
  const warnings: string[] = [];
  let kept: string | undefined;
  try {
    kept = await keepResult(withoutAddresses(result), { pictures: context.pictures, blobs, prefix });
  } catch (error) {
    warnings.push(
      `Failed to keep the pictures of this key: ${messageOf(error)}. A second call under it is told that it was paid.`,
    );
  }
  const note = toNote(context, { kept });
  const done = await askStore('note the result of the key', async () =>
    ledger.advance({ key: held.name, token: held.token, state: 'done', note, forMs: keyTtl }),
  );
  if (!done.isThere) warnings.push(done.reason);
  return withWarnings(result, warnings);
}

/** Lets the claim lapse at once, so that whoever comes next looks for what was paid, or is told how it ended. */
async function noteFailure(held: HeldKey, error: unknown): Promise<void> {
  const note = toNote(held.context, { error: messageOf(error) });
  await askStore('note the failure of the key', async () =>
    held.settings.ledger.advance({ key: held.name, token: held.token, state: 'sent', note, forMs: 1 }),
  );
}

async function readDone(
  held: HeldKey,
  record: ClaimRecord,
  send: () => Promise<ImageResult>,
): Promise<ImageResult> {
  const { blobs } = held.settings;
  const { kept, ...sent } = readNote(record);
  const read = await askBlobs('read the pictures of the key', async () =>
    kept === undefined ? undefined : loadResult(kept, blobs),
  );
  const result = read.isThere ? read.value : undefined;
  if (result !== undefined) return asPaidBefore(await withFreshAddresses(result, blobs), { repeated: true });
  return asPaidBefore(await findAgain(held, 'gone', sent, send), { repeated: true });
}

/** Looks for what a call has left that failed after it was sent, or whose process died. */
async function recover(
  held: HeldKey,
  record: ClaimRecord,
  send: () => Promise<ImageResult>,
): Promise<ImageResult> {
  const { error, ...sent } = readNote(record);
  return findAgain(held, error === undefined ? 'unknown' : 'failed', sent, send, error);
}

/**
 * Asks those that the call was sent to, each by its own route, and nobody else.
 *
 * @param reason - what is known of the first call: that nothing was started now says nothing of it
 * @param why - it failed
 */
async function findAgain(
  held: HeldKey,
  reason: 'unknown' | 'failed' | 'gone',
  sent: Omit<LostCall, 'refusal'>,
  send: () => Promise<ImageResult>,
  why?: string,
): Promise<ImageResult> {
  const refusal = refuse(held, reason, why);
  held.context.lookFor({ ...sent, refusal });
  try {
    return await send();
  } catch (error) {
    throw error !== refusal && isUnstarted(error) ? refuseAgain(held, reason, error) : error;
  }
}

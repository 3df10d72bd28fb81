import { downloadImage } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { isAbort, portOf } from '@grok-image/middleware/internal';
import type { JobRecord } from '../job/record.ts';
import { awaitUploads, searchBucket } from './bucket.ts';
import type { RouteCall } from './call.ts';
import { collect } from './collect.ts';
import { send } from './send.ts';
import type { MadePicture, Outcome } from './outcome.ts';

/**
 * Looks for what a request has brought that was sent before, by whichever process. Nothing is billed: what is sent again is
 * sent under a key that its service carries out once.
 *
 * @throws the abort reason
 */
export async function recover(call: RouteCall, record: JobRecord): Promise<Outcome> {
  const port = portOf(call.model);
  const ways: (() => Promise<Outcome | undefined>)[] = [
    async () => {
      if (record.resume === undefined || port === undefined) return undefined;
      return call.route === 'bucket'
        ? awaitUploads(port, call, record.resume)
        : collect(port, call, record.resume);
    },
    async () => (call.route === 'keyed' ? send(call) : undefined),
    async () => (call.route === 'bucket' ? searchBucket(call, record.sentAt ?? record.at) : undefined),
    async () => (record.paid === undefined ? undefined : download(call, record.paid)),
  ];
  const lost: string[] = [];
  for (const way of ways) {
    const outcome = await way();
    if (outcome === undefined) continue;
    // Of what was sent before, a refusal now says nothing.
    if (outcome.kind === 'unstarted') return { kind: 'open', reason: outcome.reason };
    if (outcome.kind !== 'lost') return outcome;
    if (call.route === 'keyed') return { kind: 'open', reason: outcome.reason };
    lost.push(outcome.reason);
  }
  const reason = lost.length > 0 ? lost.join(' ') : (record.error ?? 'Its process ended before the answer.');
  return { kind: 'lost', reason };
}

/** Fetches pictures by the addresses that were written down before their process ended. */
async function download(call: RouteCall, paid: readonly string[]): Promise<Outcome | undefined> {
  const port = portOf(call.model);
  if (port === undefined) return undefined;
  const { baseURL } = await port.identify();
  const pictures: MadePicture[] = [];
  const reasons: string[] = [];
  for (const url of paid) {
    try {
      const { data } = await downloadImage(url, { baseURL, fetch: undefined, abortSignal: call.abortSignal });
      pictures.push({ bytes: data });
    } catch (error) {
      if (isAbort(error, call.abortSignal)) throw error;
      reasons.push(messageOf(error));
    }
  }
  if (pictures.length === 0) return { kind: 'lost', reason: reasons.join(' ') };
  return { kind: 'made', made: { pictures, cost: undefined, warnings: reasons } };
}

import { abortReasonOf, randomId } from '@grok-image/core/internal';
import { wait } from '@grok-image/core';
import { isUnstarted } from '../stack/classify.ts';
import { enterContext, type CallContext } from '../stack/context.ts';
import type { ImageModelLike, ImageParams, ImageResult } from '../stack/model.ts';
import { askStore } from '../stack/store-call.ts';
import { every } from '../stack/timers.ts';
import { withWarnings } from '../stack/told.ts';
import type { Ledger } from '../stores/ledger.ts';
import { readFailure, toFailureNote } from './failure-note.ts';

/** Milliseconds after which a process that does not renew its lease is taken for dead, and between two renewals. */
const leaseMs = 15_000;
const renewMs = leaseMs / 3;
/** Milliseconds between two looks at what another process makes. */
const lookMs = 200;
/**
 * For how long it stays known how the work has ended, in milliseconds: whoever waits has looked by then. After a failure it
 * is shorter, as others make the call anew.
 */
const doneMs = 1000;
const failedMs = 500;

/** What a lease is for. */
export interface LeasedWork {
  readonly key: string;
  readonly params: ImageParams;
  readonly model: ImageModelLike;
  /** What the cache holds under the key by now. */
  readonly read: () => Promise<ImageResult | undefined>;
  /** Makes the pictures, and puts them into the cache. */
  readonly make: (params: ImageParams) => Promise<ImageResult>;
}

/**
 * Lets one process of all make the pictures of a key, and the others wait for the cache to have them, or for its failure.
 * Where the ledger is away, or a process is gone that may have been billed, the pictures are made all the same, and it is
 * said.
 *
 * @throws what making them throws, here or in the process that was waited for
 */
export async function makeOnce(work: LeasedWork, ledger: Ledger): Promise<ImageResult> {
  const { params, model, read, make } = work;
  const token = randomId();
  const warnings: string[] = [];
  let isWaiting = false;
  for (let deaths = 0; ;) {
    // What a dead process has left stays as it is: all who come after it share the next lease.
    const key = deaths === 0 ? work.key : `${work.key}/${deaths}`;
    const claim = await askStore('share the work with other processes', async () =>
      ledger.claim({ key, hash: key, token, leaseMs }),
    );
    if (!claim.isThere) {
      warnings.push(`${claim.reason} Another process may have paid for the same picture.`);
      return withWarnings(await make(params), warnings);
    }
    if (claim.value.isOurs) return withWarnings(await makeLeased({ ...work, key }, token, ledger), warnings);
    const found = await read();
    if (found !== undefined) return found;
    const { record } = claim.value;
    // Who came after the end asks for another try.
    const failure = isWaiting && record.state === 'done' ? readFailure(record, model) : undefined;
    if (failure !== undefined) throw failure;
    if (record.state === 'unknown') {
      deaths += 1;
      if (deaths === 1) {
        warnings.push(
          'Another process made the same call and is gone since: its picture may be paid as well.',
        );
      }
      continue;
    }
    isWaiting = record.state !== 'done';
    await wait(lookMs, params.abortSignal);
  }
}

async function makeLeased(
  { key, params, make }: LeasedWork,
  token: string,
  ledger: Ledger,
): Promise<ImageResult> {
  const { params: entered, context } = enterContext(params);
  context.beforeSend(async () => {
    // Whatever comes of it: the picture is worth more than the lease.
    await askStore('note that the call is sent', async () =>
      ledger.advance({ key, token, state: 'sent', forMs: leaseMs }),
    );
  });
  const { abortSignal, release } = untilSent(params.abortSignal, context);
  const stop = every(renewMs, () => {
    void askStore('renew the lease', async () => ledger.renewClaim({ key, token, leaseMs }));
  });
  const end = async (isUnsent: boolean, note?: string) => {
    await askStore<unknown>('end the lease', async () =>
      isUnsent
        ? ledger.drop({ key, token })
        : ledger.advance({ key, token, state: 'done', note, forMs: note === undefined ? doneMs : failedMs }),
    );
  };
  try {
    const result = await make({ ...entered, abortSignal });
    await end(false);
    return result;
  } catch (error) {
    await end(isUnstarted(error) || !context.isSent, toFailureNote(error));
    throw error;
  } finally {
    stop();
    release();
  }
}

/** A signal that follows the caller's until the call is sent: what is paid by then goes to the cache, for all who wait. */
function untilSent(
  given: AbortSignal | undefined,
  context: CallContext,
): { readonly abortSignal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const forward = () => {
    if (given && !context.isSent) controller.abort(abortReasonOf(given));
  };
  given?.addEventListener('abort', forward);
  return { abortSignal: controller.signal, release: () => given?.removeEventListener('abort', forward) };
}

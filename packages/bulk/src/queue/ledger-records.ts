import { wait } from '@grok-image/core';
import { randomId } from '@grok-image/core/internal';
import type { Ledger } from '@grok-image/middleware';
import { every } from '@grok-image/middleware/internal';
import { isFinal, parseRecord, type JobRecord } from '../job/record.ts';
import { LostJobError, type Records } from '../run/work.ts';
import type { UntilAnswered } from './until-answered.ts';

/** For how long it is known how a job has ended, in milliseconds: ten years. */
const keptMs = 315_360_000_000;

/** Between two looks at a job that somebody else has, in milliseconds. */
const lookMs = 1000;

/** How records of a run are kept in a ledger. */
export interface LedgerRecordsOptions {
  readonly ledger: Ledger;
  /** What all keys of the run begin with. */
  readonly space: string;
  /** Milliseconds without a sign of life after which a process is taken for dead. */
  readonly leaseMs: number;
  readonly untilAnswered: UntilAnswered;
  readonly abortSignal: AbortSignal | undefined;
}

/** Records of a run of many processes, each a claim of a ledger: taken by compare-and-set, and never by two. */
export function ledgerRecords(options: LedgerRecordsOptions): Records & { close(): void } {
  const { ledger, space, leaseMs, untilAnswered, abortSignal } = options;
  const held = new Map<string, string>();
  const stopRenewing = every(leaseMs / 3, () => {
    for (const [key, token] of held) {
      void renew(key, token);
    }
  });

  async function renew(key: string, token: string): Promise<void> {
    // A renewal that fails is made up for by the next one; what is lost, or ended by another process, needs none.
    const isHeld = await ledger.renewClaim({ key: space + key, token, leaseMs }).catch(() => true);
    if (!isHeld && held.get(key) === token) held.delete(key);
  }

  async function advance(record: JobRecord, step: Parameters<Ledger['advance']>[0]): Promise<void> {
    const isDone = await untilAnswered('write down how far a job is', () =>
      ledger.advance({ ...step, note: JSON.stringify(record) }),
    );
    if (isDone) return;
    held.delete(record.key);
    throw new LostJobError('Another process has taken the job meanwhile.');
  }

  return {
    async take(key) {
      const token = randomId();
      for (;;) {
        const claim = await untilAnswered('take a job', () =>
          ledger.claim({ key: space + key, hash: key, token, leaseMs }),
        );
        if (claim.isOurs) {
          held.set(key, token);
          return { isNew: true, token };
        }
        const record = claim.record.note === undefined ? undefined : parseRecord(claim.record.note);
        if (record !== undefined) return { isNew: false, record };
        // Somebody makes it ready to be sent.
        await wait(lookMs, abortSignal);
      }
    },
    async write(record) {
      const { key, state, token = '' } = record;
      const claim = { key: space + key, token };
      if (state === 'queued' || isFinal(record)) held.delete(key);
      if (state === 'queued') {
        await untilAnswered('give a job back', () => ledger.drop(claim));
        return;
      }
      // What nobody knows may still be found out by whoever has sent it.
      const isOver = isFinal(record) && state !== 'unknown';
      await advance(record, {
        ...claim,
        state: isOver ? 'done' : 'sent',
        forMs: isOver ? keptMs : state === 'unknown' ? 1 : leaseMs,
      });
    },
    async takeOver(record) {
      const { key } = record;
      const nextToken = randomId();
      const own = { ...record, token: nextToken };
      const claim = { key: space + key, token: record.token ?? '', nextToken };
      await advance(own, { ...claim, state: 'sent', forMs: leaseMs });
      held.set(key, nextToken);
      return own;
    },
    async giveBack(key, token) {
      held.delete(key);
      await untilAnswered('give a job back', () => ledger.drop({ key: space + key, token }));
    },
    async afterSender(before) {
      for (;;) {
        const claim = await untilAnswered('look at a job', () => ledger.lookUp(space + before.key));
        const record = claim?.note === undefined ? before : (parseRecord(claim.note) ?? before);
        if (claim?.state !== 'sent' || record.state !== 'sending') return record;
        await wait(lookMs, abortSignal);
      }
    },
    close: stopRenewing,
  };
}

/** What is written of a job; `undefined` where it was never sent. */
export async function readRecord(ledger: Ledger, space: string, key: string): Promise<JobRecord | undefined> {
  const note = (await ledger.lookUp(space + key))?.note;
  return note === undefined ? undefined : parseRecord(note);
}

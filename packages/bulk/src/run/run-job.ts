import type { KeyedJob } from '../job/job.ts';
import { isFinal, isUnderWay, type JobRecord } from '../job/record.ts';
import { batchDeadlineMs } from '../route/batch-desk.ts';
import { lookInBucket } from '../route/bucket.ts';
import type { RouteCall } from '../route/call.ts';
import { outcomeOfError, type Outcome } from '../route/outcome.ts';
import { recover } from '../route/recover.ts';
import { send } from '../route/send.ts';
import { createBook, type Book } from './book.ts';
import { prepare } from './prepare.ts';
import { LostJobError, type Ran, type Work } from './work.ts';

/** For how long a request may be on its way, in milliseconds: longer than any model waits for an answer. */
const sendMs = 900_000;

/**
 * Brings a job as far as it goes: sends it where it was never sent, and else looks for what was paid. It is never sent
 * blindly.
 *
 * @throws the abort reason; BulkError where it can be written down no more how far it is
 */
export async function runJob({ key, job }: KeyedJob, work: Work): Promise<Ran> {
  const taken = await work.records.take(key);
  try {
    if (taken.isNew) return await sendNew({ key, job }, taken.token, work);
    const { record } = taken;
    if (isFinal(record)) return { kind: 'final', record };
    return isUnderWay(record) ? await goOn(record, work) : { kind: 'open', record };
  } catch (error) {
    if (!(error instanceof LostJobError)) throw error;
    const now = await work.records.take(key);
    if (now.isNew) await work.records.giveBack(key, now.token);
    return now.isNew
      ? { kind: 'unsent', reason: error.message, isStopped: false }
      : { kind: isFinal(now.record) ? 'final' : 'open', record: now.record };
  }
}

async function sendNew({ key, job }: KeyedJob, token: string, work: Work): Promise<Ran> {
  const unsent = async (reason: string, isStopped: boolean): Promise<Ran> => {
    await work.purse.release(key);
    await work.records.giveBack(key, token);
    return { kind: 'unsent', reason, isStopped };
  };
  const book = createBook({ key, state: 'queued', run: work.run, job, at: Date.now(), token }, work);
  let refusal: unknown;
  let call: RouteCall;
  try {
    const stopped = work.stopReason();
    if (stopped !== undefined) return await unsent(stopped, true);
    call = await prepare(book, work);
    const over = await work.purse.hold(key, { cost: book.record.estimate, images: call.params.n });
    if (over !== undefined) {
      work.stop(over);
      return await unsent(over, true);
    }
  } catch (error) {
    return failUnsent(error);
  }
  const gated: RouteCall = {
    ...call,
    async beforeSend(about) {
      if (isUnderWay(book.record)) return;
      try {
        await leave(book, about);
      } catch (error) {
        refusal = error;
        throw error;
      }
    },
  };
  const desk = gated.route === 'batch' ? await work.deskOf(gated.model) : undefined;
  const outcome = await (desk ? desk.send(gated) : send(gated)).catch((error: unknown) => {
    if (refusal === undefined) throw error;
    return undefined;
  });
  if (refusal !== undefined) return failUnsent(refusal);
  if (outcome === undefined) throw new TypeError('A request ended without an outcome.');
  if (isUnderWay(book.record)) return finish(outcome, gated, book, work);
  return outcome.kind === 'unstarted'
    ? endUnsent(outcome)
    : unsent('reason' in outcome ? outcome.reason : 'It was not sent.', false);

  /** Before its request has left. */
  async function failUnsent(error: unknown): Promise<Ran> {
    if (error instanceof LostJobError || work.abortSignal?.aborted) throw error;
    if (error instanceof StoppedError) return unsent(error.message, true);
    const failed = outcomeOfError(error);
    if (failed.kind === 'unstarted') return endUnsent(failed);
    await work.purse.release(key);
    await work.records.giveBack(key, token);
    throw error;
  }

  async function endUnsent({ reason, next }: Extract<Outcome, { kind: 'unstarted' }>): Promise<Ran> {
    if (next === 'stop') work.stop(reason);
    if (next !== 'fail') return unsent(reason, next === 'stop');
    await work.purse.release(key);
    await book.step({ state: 'failed', error: reason, missing: job.n ?? 1, cost: {} });
    return { kind: 'final', record: book.record };
  }

  async function leave({ step }: Book, about: Pick<JobRecord, 'batchId'> = {}): Promise<void> {
    // A call that was left alone may still get its turn.
    work.abortSignal?.throwIfAborted();
    const reason = work.stopReason();
    if (reason !== undefined) throw new StoppedError(reason);
    if (!(await work.purse.send(key))) throw new StoppedError('Its money is not held any more.');
    const sentAt = Date.now();
    const deadline = sentAt + (about.batchId === undefined ? sendMs : batchDeadlineMs);
    await step({ state: 'sending', sentAt, deadline, ...about });
  }
}

/** Nothing more is sent, as somebody said so. */
class StoppedError extends Error {
  override name = 'StoppedError';
}

/** Goes on with a job whose request may have left, in whichever process. */
async function goOn(before: JobRecord, work: Work): Promise<Ran> {
  const isFindable = before.route === 'keyed' || before.route === 'batch' || before.route === 'bucket';
  const isKnown = isFindable || before.state !== 'sending';
  const found = isKnown ? before : await work.records.afterSender(before, work.abortSignal);
  if (isFinal(found)) return { kind: 'final', record: found };
  const isSentAgain = found.route === 'keyed' && found.state === 'sending';
  const record = isSentAgain ? await work.records.takeOver(found) : found;
  const book = createBook(record, work);
  book.isRecovering = true;
  if (record.state === 'stored') return book.close();
  const prepared = await prepare(book, work);
  const call: RouteCall = {
    ...prepared,
    route: record.route ?? prepared.route,
    async beforeSend(about) {
      if (about === undefined) return;
      await book.step({
        state: 'sending',
        sentAt: Date.now(),
        deadline: Date.now() + batchDeadlineMs,
        ...about,
      });
    },
  };
  const desk = call.route === 'batch' ? await work.deskOf(call.model) : undefined;
  return finish(await (desk ? desk.recover(call, record) : recover(call, record)), call, book, work);
}

/**
 * Looks once more for a job of which nobody knows whether it was paid: its pictures may have come into the bucket since.
 *
 * @returns its record, where they have
 */
export async function lookAgain(record: JobRecord, work: Work): Promise<JobRecord | undefined> {
  if (record.state !== 'unknown' || record.route !== 'bucket') return undefined;
  const book = createBook(record, work);
  const call = await prepare(book, work);
  const pictures = await lookInBucket(call);
  if (pictures.length === 0) return undefined;
  await book.keep({ pictures, cost: undefined, warnings: [] }, call.params.n);
  return book.record;
}

/** Writes down how a request has ended. */
async function finish(outcome: Outcome, call: RouteCall, book: Book, work: Work): Promise<Ran> {
  switch (outcome.kind) {
    case 'made':
      return book.keep(outcome.made, call.params.n);
    case 'refused':
    case 'failed':
      await book.step({
        state: outcome.kind,
        error: outcome.reason,
        missing: call.params.n,
        cost: outcome.cost ?? book.record.estimate,
      });
      return book.close();
    case 'open': {
      const { reason, resume, paid } = outcome;
      // Whether a request is in its batch is asked again, unless it was found there: else it would be waited for without end.
      const state = call.route === 'batch' ? book.record.state : 'submitted';
      await book.step({
        state,
        error: reason,
        ...(resume && { resume }),
        ...(paid && { paid }),
      });
      return { kind: 'open', record: book.record };
    }
    case 'unstarted':
      return endUnstarted(outcome, call, book, work);
    case 'lost': {
      const { route } = call;
      // Of these, nothing is lost that can be looked for.
      const isFindable =
        route === 'keyed' || route === 'bucket' || (route === 'batch' && book.record.batchId);
      if (isFindable && book.record.state === 'sending' && !book.isRecovering) {
        book.isRecovering = true;
        return goOn(book.record, work);
      }
      await book.step({ state: 'unknown', error: outcome.reason, missing: call.params.n });
      return book.close();
    }
    default:
      return outcome satisfies never;
  }
}

async function endUnstarted(
  { reason, next }: Extract<Outcome, { kind: 'unstarted' }>,
  call: RouteCall,
  book: Book,
  work: Work,
): Promise<Ran> {
  const { key } = book.record;
  if (next === 'stop') work.stop(reason);
  // Where another process has sent it again meanwhile, its money is not ours to give back.
  await book.step({});
  await work.purse.release(key);
  if (next === 'fail') {
    await book.step({ state: 'failed', error: reason, missing: call.params.n, cost: {} });
    return { kind: 'final', record: book.record };
  }
  await book.step({ state: 'queued', error: reason });
  return { kind: 'unsent', reason, isStopped: next === 'stop' };
}

import { randomId } from '@grok-image/core/internal';
import { memoryLedger } from '@grok-image/middleware';
import type { Lock } from '@grok-image/middleware/internal';
import type { JobRecord } from '../job/record.ts';
import { isFinal, isUnderWay } from '../job/record.ts';
import { folderSources } from '../job/sources.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { lockFolder } from '../journal/lock.ts';
import { decideRun, readManifest, writeManifest } from '../journal/manifest.ts';
import { bucketKeeper } from '../keep/bucket-keeper.ts';
import { folderKeeper } from '../keep/folder-keeper.ts';
import { createPricer } from '../money/price.ts';
import { createPurse, openPurse, type BulkBudget, type Purse } from '../money/purse.ts';
import { createModels } from '../run/models.ts';
import type { Work } from '../run/work.ts';
import { folderRecords } from './folder-records.ts';
import type { BulkEvent, BulkRunOptions } from './options.ts';

/** A folder that this process works in. */
export interface Session {
  readonly run: string;
  readonly journal: Journal;
  readonly work: Work;
  readonly sources: ReturnType<typeof folderSources>;
  tell(event: BulkEvent): void;
  close(): Promise<void>;
}

const usualBucketWaitMs = 120_000;

/** What a session needs of the options of a run. */
export type SessionOptions = Omit<BulkRunOptions, 'input'> & Partial<Pick<BulkRunOptions, 'input'>>;

/**
 * Takes a folder, opens its journal and finds out which run goes on.
 *
 * @throws BulkError
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { out, abortSignal } = options;
  const lock = await lockFolder(out, options.lockWaitMs ?? 0, abortSignal);
  let journal: Journal | undefined;
  try {
    const run = await decideFolderRun(options);
    journal = await openJournal(out);
    return await createSession(options, { run, journal, lock });
  } catch (error) {
    await journal?.close();
    await lock.release();
    throw error;
  }
}

/** A session of a folder that is taken, and whose journal is open. */
export async function createSession(
  options: SessionOptions,
  { run, journal, lock }: Pick<Parts, 'run' | 'journal' | 'lock'>,
): Promise<Session> {
  const { out, onEvent, bucket, sidecars = true } = options;
  const tell = (event: BulkEvent) => onEvent?.(event);
  const purse = await openFolderPurse(options.budget, journal, run);
  const work = createWork(options, { run, purse, journal, lock, tell });
  return {
    run,
    journal,
    work: {
      ...work,
      keeper: bucket ? bucketKeeper(bucket, work.prefix, sidecars) : folderKeeper(out, sidecars),
    },
    sources: folderSources(out),
    tell,
    async close() {
      await journal.close();
      await lock.release();
    },
  };
}

async function decideFolderRun(options: SessionOptions): Promise<string> {
  const { out, run, newRun = false, flags, input, adHoc = false } = options;
  if (adHoc) return run ?? randomId();
  const before = await readManifest(out);
  // Whoever only goes on with what is there asks for nothing.
  const flagsOfInput = Object.keys(input?.flags ?? {});
  const saysNothing = flags === undefined && flagsOfInput.length === 0 && run === undefined && !newRun;
  if (saysNothing && before !== undefined) return before.run;
  const all = { ...input?.flags, ...flags };
  const manifest = decideRun(before, { run, flags: all, isNew: newRun });
  if (manifest !== before) await writeManifest(out, manifest);
  return manifest.run;
}

interface Parts {
  readonly run: string;
  readonly purse: Purse;
  readonly journal: Journal;
  readonly lock: Pick<Lock, 'check' | 'release'>;
  readonly tell: (event: BulkEvent) => void;
}

function createWork(
  options: SessionOptions,
  { run, purse, journal, lock, tell }: Parts,
): Omit<Work, 'keeper'> {
  const { out, abortSignal, stopSignal, bucket } = options;
  let reason: string | undefined;
  const stop = (why: string) => {
    if (reason !== undefined) return;
    reason = why;
    tell({ type: 'stopped', reason: why });
  };
  stopSignal?.addEventListener('abort', () => stop('It was asked to stop.'));
  const models = createModels(options.model, {
    rate: options.rate,
    slots: undefined,
    run,
    abortSignal,
    onWarning: message => tell({ type: 'warning', message }),
  });
  const records = folderRecords(journal, lock);
  return {
    ...models,
    run,
    purse,
    records: {
      ...records,
      async write(record) {
        try {
          await records.write(record);
        } catch (error) {
          tell({ type: 'rescue', record });
          throw error;
        }
        if (journal.isFull) stop('The disk is full.');
      },
    },
    pricer: createPricer(options.price),
    readSource: folderSources(out).read,
    choice: { bucket, batch: options.batch ?? false, sync: options.sync ?? false },
    bucket,
    prefix: `${run}/`,
    bucketWaitMs: options.bucketWaitMs ?? usualBucketWaitMs,
    stopReason: () => (stopSignal?.aborted ? 'It was asked to stop.' : reason),
    stop,
    abortSignal,
  };
}

/** The money of a run, with what it has spent before in it. */
async function openFolderPurse(
  budget: BulkBudget | undefined,
  journal: Journal,
  run: string,
): Promise<Purse> {
  if (budget === undefined) return openPurse;
  const ledger = memoryLedger();
  const purse = createPurse({ ...budget }, ledger, '');
  const unlimited = createPurse(
    Object.fromEntries(Object.keys(budget).map(currency => [currency, Number.POSITIVE_INFINITY])),
    ledger,
    '',
  );
  for await (const record of journal.records()) {
    if (record.run !== run || !(isFinal(record) || isUnderWay(record))) continue;
    const price = priceOf(record);
    await unlimited.hold(record.key, price);
    await unlimited.send(record.key);
    if (isUnderWay(record)) continue;
    if (record.state === 'unknown') await unlimited.lose(record.key);
    else await unlimited.settle(record.key, price);
  }
  return purse;
}

function priceOf({ state, cost, estimate, images, job }: JobRecord): {
  readonly cost: JobRecord['cost'];
  readonly images: number;
} {
  const isOpen = state !== 'done' && state !== 'refused' && state !== 'failed';
  return { cost: (isOpen ? estimate : cost) ?? {}, images: images?.length ?? job.n ?? 1 };
}

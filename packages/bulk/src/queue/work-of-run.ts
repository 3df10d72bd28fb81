import type { BlobStore } from '@grok-image/middleware';
import type { SendingOptions } from '../folder/options.ts';
import { bucketSources } from '../job/sources.ts';
import { bucketKeeper } from '../keep/bucket-keeper.ts';
import { createPricer } from '../money/price.ts';
import { createPurse, openPurse, type Purse } from '../money/purse.ts';
import { createModels } from '../run/models.ts';
import type { Work } from '../run/work.ts';
import type { Engine } from './engine.ts';
import { ledgerRecords } from './ledger-records.ts';
import { prefixOf, spaceOf, type BulkQueue } from './open-queue.ts';
import { createUntilAnswered, type UntilAnswered } from './until-answered.ts';

const usualBucketWaitMs = 120_000;

/** After how long it is tried again to send what was stopped, in milliseconds: a budget may have been raised. */
const stopsForMs = 60_000;

/** What a worker works with, run by run: a queue may have jobs of several. */
export interface WorkOf {
  workOf(run: string): Work;
  close(): void;
}

export function createWorkOf(
  options: SendingOptions & { readonly queue: BulkQueue; readonly bucket: BlobStore },
  { ledger, slots }: Engine,
  process: {
    readonly leaseMs: number;
    readonly abortSignal: AbortSignal;
    readonly isClosing: () => boolean;
  },
): WorkOf {
  const { queue, bucket, budget, onEvent, sidecars = true } = options;
  const { leaseMs, abortSignal, isClosing } = process;
  const works = new Map<string, { readonly work: Work; readonly close: () => void }>();
  const onWarning = (message: string) => onEvent?.({ type: 'warning', message });
  const untilAnswered = createUntilAnswered(onWarning, abortSignal);
  const pricer = createPricer(options.price);

  function make(run: string): { readonly work: Work; readonly close: () => void } {
    const space = spaceOf(queue, run);
    const prefix = prefixOf(queue, run);
    const records = ledgerRecords({ ledger, space, leaseMs, untilAnswered, abortSignal });
    const models = createModels(options.model, { rate: options.rate, slots, run, abortSignal, onWarning });
    let stopped: { readonly reason: string; readonly at: number } | undefined;
    const work: Work = {
      ...models,
      run,
      records,
      purse:
        budget === undefined
          ? openPurse
          : askedUntilAnswered(createPurse(budget, ledger, `${space}budget/`), untilAnswered),
      pricer,
      keeper: bucketKeeper(bucket, prefix, sidecars),
      readSource: bucketSources(bucket, prefix).read,
      choice: { bucket, batch: options.batch ?? false, sync: options.sync ?? false },
      bucket,
      prefix,
      bucketWaitMs: options.bucketWaitMs ?? usualBucketWaitMs,
      stopReason() {
        if (isClosing()) return 'The worker is being closed.';
        return stopped !== undefined && performance.now() - stopped.at < stopsForMs
          ? stopped.reason
          : undefined;
      },
      stop(reason) {
        stopped = { reason, at: performance.now() };
        onEvent?.({ type: 'stopped', reason });
      },
      abortSignal,
    };
    return { work, close: records.close };
  }

  return {
    workOf(run) {
      const known = works.get(run) ?? make(run);
      works.set(run, known);
      return known.work;
    },
    close() {
      for (const { close } of works.values()) close();
    },
  };
}

/** Money is written down as records are. */
function askedUntilAnswered(purse: Purse, ask: UntilAnswered): Purse {
  return {
    hold: (key, price) => ask('hold money', () => purse.hold(key, price)),
    send: key => ask('note that money is spent', () => purse.send(key)),
    settle: (key, price) => ask('settle money', () => purse.settle(key, price)),
    release: key => ask('give money back', () => purse.release(key)),
    lose: key => ask('leave money unsettled', () => purse.lose(key)),
  };
}

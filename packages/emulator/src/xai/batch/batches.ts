import type { Site } from '../../world/request.ts';
import { hash } from '../../world/random.ts';
import type { Account } from '../account.ts';
import { notFound, Refusal } from '../errors.ts';
import type { StoredFile } from '../files.ts';
import type { Service } from '../service.ts';
import type { Batch, BatchItem, BatchRequest, ForcedErrors, Loading } from './batch.ts';
import { cancelled, fulfil } from './fulfil.ts';
import { loadRequests } from './load.ts';

export interface NewBatch {
  readonly name: string;
  readonly account: Account;
  readonly input?: {
    readonly file: StoredFile;
    readonly site: Site;
    readonly forced?: ForcedErrors | undefined;
  };
}

export interface Addition {
  readonly requests: readonly BatchRequest[];
  readonly site: Site;
  readonly forced?: ForcedErrors | undefined;
}

export interface Batches {
  create(batch: NewBatch): Batch;
  /** Brought up to date. Throws a 404 if the account has no such batch. */
  get(account: Account, id: string): Promise<Batch>;
  /** The newest first, brought up to date. */
  list(account: Account): Promise<Batch[]>;
  /** Throws a 400 if the batch takes no more requests, or if an id is there already. */
  add(batch: Batch, addition: Addition): void;
  /** What is done stays done; the rest is cancelled. */
  cancel(batch: Batch): void;
}

/**
 * The batches of a service. Nothing runs in the background: whoever asks for a batch sees, and causes, what has been done
 * by now.
 */
export function createBatches(service: Service): Batches {
  const { world } = service;
  const { options } = world;
  const batches = new Map<string, Batch>();
  const running = new Map<string, Promise<void>>();

  return {
    create({ name, account, input }) {
      const createdAt = world.now();
      const loading: Loading | undefined =
        input === undefined ? undefined : { ...input, at: createdAt + options.batch.loadMs };
      const batch: Batch = {
        id: `batch_${world.uuid()}`,
        name,
        account,
        createdAt,
        inputFileId: input?.file.id,
        items: new Map(),
        queue: [],
        finished: [],
        loading,
        busyUntil: createdAt,
      };
      batches.set(batch.id, batch);
      return batch;
    },
    async get({ apiKey }, id) {
      const batch = batches.get(id);
      if (batch === undefined || batch.account.apiKey !== apiKey) throw notFound('Batch not found');
      await catchUp(batch);
      return batch;
    },
    async list({ apiKey }) {
      const own = [...batches.values()].filter(batch => batch.account.apiKey === apiKey).toReversed();
      await Promise.all(own.map(catchUp));
      return own;
    },
    add(batch, addition) {
      if (batch.inputFileId !== undefined) throw precondition('The batch was created from a file.');
      if (batch.cancelledAt !== undefined) throw precondition('The batch was cancelled.');
      enqueue(batch, addition, world.now());
    },
    cancel(batch) {
      if (batch.cancelledAt !== undefined) return;
      batch.cancelledAt = world.now();
      batch.loading = undefined;
      for (const item of batch.queue) finish(batch, item, cancelled(options.batch.errorShape), world.now());
      batch.queue = [];
    },
  };

  /** One at a time for a batch, so that nothing is done twice. */
  async function catchUp(batch: Batch): Promise<void> {
    const before = running.get(batch.id) ?? Promise.resolve();
    const work = before.then(() => advance(batch));
    running.set(batch.id, work);
    await work;
  }

  async function advance(batch: Batch): Promise<void> {
    const { loading } = batch;
    if (loading !== undefined && world.now() >= loading.at) {
      batch.loading = undefined;
      await load(batch, loading);
    }
    for (;;) {
      const [item] = batch.queue;
      if (item?.work === undefined || world.now() < item.readyAt) return;
      const outcome = await fulfil(service, batch, item, item.work);
      // Whoever cancelled in the meantime has settled it.
      if (batch.queue[0] !== item) return;
      batch.queue.shift();
      finish(batch, item, outcome, item.readyAt);
    }
  }

  async function load(batch: Batch, { file, site, forced, at }: Loading): Promise<void> {
    try {
      enqueue(batch, { requests: loadRequests(service, await file.read()), site, forced }, at);
    } catch (error) {
      // How xAI tells of a file that it cannot read is not published: here it cancels the batch and says why.
      if (!(error instanceof Refusal)) throw error;
      batch.cancelledAt = at;
      batch.cancelMessage = error.reason;
    }
  }

  function enqueue(batch: Batch, { requests, site, forced }: Addition, at: number): void {
    const added = new Map<string, BatchItem>();
    const start = Math.max(batch.busyUntil, at + options.batch.waitMs);
    const named = requests.map(request => ({ ...request, id: request.id ?? world.uuid() }));
    for (const [position, { id, isEdit, content }] of shuffle(named).entries()) {
      if (batch.items.has(id) || added.has(id)) {
        throw new Refusal(400, { code: 'invalid-argument', error: `Duplicate batch_request_id: ${id}` });
      }
      const isForced = forced !== undefined && (forced.ids?.includes(id) ?? true);
      added.set(id, {
        id,
        isEdit,
        model: ('body' in content ? content.body.model : undefined) ?? service.profile.defaultModel ?? '',
        createdAt: at,
        readyAt: start + position * options.batch.requestMs,
        work: { content, site, forced: isForced ? forced.batchError : undefined },
      });
    }
    for (const { id } of named) {
      const item = added.get(id);
      if (item !== undefined) batch.items.set(id, item);
    }
    batch.queue.push(...added.values());
    batch.busyUntil = start + added.size * options.batch.requestMs;
  }
}

function finish(batch: Batch, item: BatchItem, outcome: NonNullable<BatchItem['outcome']>, at: number): void {
  item.work = undefined;
  item.outcome = outcome;
  item.finishedAt = at;
  batch.finished.push(item);
}

/** Results come in any order: this one depends on the ids alone. */
function shuffle<Named extends { readonly id: string }>(requests: readonly Named[]): Named[] {
  return requests.toSorted((left, right) => hash(left.id) - hash(right.id));
}

function precondition(error: string): Refusal {
  return new Refusal(400, { code: 'failed-precondition', error });
}

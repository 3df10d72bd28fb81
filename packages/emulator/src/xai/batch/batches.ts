import { hash } from '../../world/random.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Account, Service } from '../service.ts';
import type { Batch, BatchItem, BatchRequest, Circumstances, Loading } from './batch.ts';
import { cancelled, fulfil } from './fulfil.ts';
import { loadRequests } from './load.ts';

/**
 * The batches of a service. Nothing runs in the background: whoever asks for a batch sees, and causes, what has been done
 * by now.
 */
export class BatchStore {
  readonly #service: Service;
  readonly #batches = new Map<string, Batch>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(service: Service) {
    this.#service = service;
  }

  create(name: string, account: Account, input?: Omit<Loading, 'at'>): Batch {
    const { world } = this.#service;
    const createdAt = world.now();
    const batch: Batch = {
      id: `batch_${world.uuid()}`,
      name,
      account,
      createdAt,
      inputFileId: input?.file.id,
      items: new Map(),
      queue: [],
      finished: [],
      loading: input && { ...input, at: createdAt + world.options.batch.loadMs },
      busyUntil: createdAt,
    };
    this.#batches.set(batch.id, batch);
    return batch;
  }

  /** Brought up to date. Throws a 404 if the account has no such batch. */
  async get({ apiKey }: Account, id: string): Promise<Batch> {
    const batch = this.#batches.get(id);
    if (batch?.account.apiKey !== apiKey) throw notFound('Batch not found');
    await this.#catchUp(batch);
    return batch;
  }

  /** The newest first, brought up to date. */
  async list({ apiKey }: Account): Promise<Batch[]> {
    const own = [...this.#batches.values()].filter(batch => batch.account.apiKey === apiKey).toReversed();
    await Promise.all(own.map(batch => this.#catchUp(batch)));
    return own;
  }

  /** Throws a 400 if the batch takes no more requests, or if an id is there already. */
  add(batch: Batch, requests: readonly BatchRequest[], circumstances: Circumstances): void {
    if (batch.inputFileId !== undefined) throw precondition('The batch was created from a file.');
    if (batch.cancelledAt !== undefined) throw precondition('The batch was cancelled.');
    this.#enqueue(batch, requests, circumstances, this.#service.world.now());
  }

  /** What is done stays done; the rest is cancelled. */
  cancel(batch: Batch): void {
    if (batch.cancelledAt !== undefined) return;
    const { world } = this.#service;
    const now = world.now();
    batch.cancelledAt = now;
    batch.loading = undefined;
    for (const item of batch.queue) finish(batch, item, cancelled(world.options.batch.errorShape), now);
    batch.queue = [];
  }

  /** One at a time for a batch, so that nothing is done twice. */
  async #catchUp(batch: Batch): Promise<void> {
    const before = this.#running.get(batch.id) ?? Promise.resolve();
    const work = before.then(() => this.#advance(batch));
    this.#running.set(batch.id, work);
    await work;
  }

  async #advance(batch: Batch): Promise<void> {
    const { world } = this.#service;
    const { loading } = batch;
    if (loading !== undefined && world.now() >= loading.at) {
      batch.loading = undefined;
      await this.#load(batch, loading);
    }
    for (;;) {
      const [item] = batch.queue;
      if (item === undefined || world.now() < item.readyAt) return;
      const outcome = await fulfil(this.#service, batch, item);
      // Whoever cancelled in the meantime has settled it.
      if (batch.queue[0] !== item) return;
      batch.queue.shift();
      finish(batch, item, outcome, item.readyAt);
    }
  }

  async #load(batch: Batch, loading: Loading): Promise<void> {
    try {
      const requests = loadRequests(this.#service, await loading.file.read());
      this.#enqueue(batch, requests, loading, loading.at);
    } catch (error) {
      // How xAI tells of a file that it cannot read is not published: here it cancels the batch and says why.
      if (!(error instanceof Refusal)) throw error;
      batch.cancelledAt = loading.at;
      batch.cancelMessage = error.reason;
    }
  }

  #enqueue(
    batch: Batch,
    requests: readonly BatchRequest[],
    { site, forced }: Circumstances,
    createdAt: number,
  ): void {
    const { world, profile } = this.#service;
    const { waitMs, requestMs } = world.options.batch;
    const start = Math.max(batch.busyUntil, createdAt + waitMs);
    const ids = requests.map(({ id }) => id ?? world.uuid());
    const known = new Set(batch.items.keys());
    const twice = ids.find(id => known.size === known.add(id).size);
    if (twice !== undefined)
      throw new Refusal(400, { code: 'invalid-argument', error: `Duplicate batch_request_id: ${twice}` });
    // Results come in any order: this one depends on the ids alone.
    const places = ids.toSorted((one, other) => hash(one) - hash(other));
    const readyAt = new Map(places.map((id, place) => [id, start + place * requestMs]));
    const added = requests.map(({ isEdit, content }, index): BatchItem => {
      const id = ids[index] ?? '';
      const model = ('body' in content ? content.body.model : undefined) ?? profile.defaultModel ?? '';
      const isForced = forced?.ids?.includes(id) ?? true;
      const work = { content, site, forced: isForced ? forced : undefined };
      return { id, isEdit, model, createdAt, readyAt: readyAt.get(id) ?? start, work };
    });
    for (const item of added) batch.items.set(item.id, item);
    batch.queue.push(...added.toSorted((one, other) => hash(one.id) - hash(other.id)));
    batch.busyUntil = start + added.length * requestMs;
  }
}

function finish(batch: Batch, item: BatchItem, outcome: NonNullable<BatchItem['outcome']>, at: number): void {
  item.work = undefined;
  item.outcome = outcome;
  item.finishedAt = at;
  batch.finished.push(item);
}

function precondition(error: string): Refusal {
  return new Refusal(400, { code: 'failed-precondition', error });
}

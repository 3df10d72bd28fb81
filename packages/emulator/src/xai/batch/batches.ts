import { hash } from '../../world/random.ts';
import { Refusal } from '../../world/refusal.ts';
import { invalidArgument, notFound } from '../errors.ts';
import type { Account, Service } from '../service.ts';
import type { Batch, BatchItem, BatchOutcome, BatchRequest, Circumstances } from './batch.ts';
import { cancelled, fulfil } from './fulfil.ts';
import { loadRequests } from './load.ts';

/** Nothing runs in the background: whoever asks for a batch sees, and causes, what has been done by now. */
export class BatchStore {
  readonly #service: Service;
  readonly #batches = new Map<string, Batch>();

  constructor(service: Service) {
    this.#service = service;
  }

  create(name: string, account: Account, input?: Omit<NonNullable<Batch['loading']>, 'at'>): Batch {
    const { world } = this.#service;
    const createdAt = world.now();
    const batch: Batch = {
      id: `batch_${world.uuid()}`,
      name,
      account,
      createdAt,
      inputFileId: input?.file.id,
      items: new Map(),
      finished: [],
      loading: input && { ...input, at: createdAt + world.options.batch.loadMs },
      busyUntil: createdAt,
      work: Promise.resolve(),
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
    const outcome = cancelled(world.options.batch.errorShape);
    for (const item of pendingOf(batch)) finish(batch, item, outcome, now);
  }

  #catchUp(batch: Batch): Promise<void> {
    batch.work = batch.work.then(() => this.#advance(batch));
    return batch.work;
  }

  async #advance(batch: Batch): Promise<void> {
    const { now } = this.#service.world;
    const { loading } = batch;
    if (loading !== undefined && now() >= loading.at) {
      batch.loading = undefined;
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
    for (const item of pendingOf(batch)) {
      if (now() < item.readyAt || item.outcome !== undefined) return;
      const outcome = await fulfil(this.#service, batch, item);
      // Whoever cancelled in the meantime has settled it.
      if (item.outcome === undefined) finish(batch, item, outcome, item.readyAt);
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
    if (twice !== undefined) throw invalidArgument(`Duplicate batch_request_id: ${twice}`);
    // Results come in any order: this one depends on the ids alone.
    const order = ids.toSorted((one, other) => hash(one) - hash(other));
    const places = new Map(order.map((id, place) => [id, place]));
    for (const [index, { isEdit, content }] of requests.entries()) {
      const id = ids[index] ?? '';
      const model = ('body' in content ? content.body.model : undefined) ?? profile.defaultModel ?? '';
      const place = places.get(id) ?? 0;
      // Without end times nothing is no number.
      const readyAt = place === 0 ? start : start + place * requestMs;
      const wanted = (forced?.ids?.includes(id) ?? true) ? forced?.batchError : undefined;
      batch.items.set(id, { id, isEdit, model, createdAt, readyAt, content, site, wanted });
    }
    batch.busyUntil = start + requests.length * requestMs;
  }
}

function pendingOf({ items }: Batch): BatchItem[] {
  return [...items.values()]
    .filter(({ outcome }) => outcome === undefined)
    .toSorted((one, other) => one.readyAt - other.readyAt || hash(one.id) - hash(other.id));
}

function finish(batch: Batch, item: BatchItem, outcome: BatchOutcome, at: number): void {
  Object.assign(item, { content: undefined, outcome, finishedAt: at });
  batch.finished.push(item);
}

function precondition(error: string): Refusal {
  return new Refusal(400, { code: 'failed-precondition', error });
}

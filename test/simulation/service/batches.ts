import type { Role } from '../script/role.ts';
import type { World } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { fieldsOf, listOf, parsed, textOf } from './json.ts';
import type { Bill, Handle, Ledger } from './ledger.ts';
import type { Answer, Arrival, PlayedService } from './played-service.ts';
import { XaiService } from './xai.ts';

interface PlayedRequest {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  bill: Bill | undefined;
}

interface PlayedBatch {
  readonly id: string;
  readonly fileId: string | undefined;
  readonly createdAtMs: number;
  readonly requests: PlayedRequest[];
  isCancelled: boolean;
}

/** xAI's Batch and Files APIs; what is made of a batch is billed when it is added. */
export class BatchService implements PlayedService {
  readonly baseURL = 'https://api.x.ai/v1';
  readonly batches: PlayedBatch[] = [];
  /** Names of the files that were uploaded, by id. */
  readonly files: Map<string, { readonly name: string; readonly text: string }> = new Map();
  readonly #images: XaiService;
  readonly #world: World;
  readonly #time: VirtualTime;

  constructor(world: World, time: VirtualTime, ledger: Ledger) {
    this.#images = new XaiService(world, time, ledger);
    this.#world = world;
    this.#time = time;
  }

  roleOf(arrival: Pick<Arrival, 'method' | 'url'>): Role | undefined {
    const { method, url } = arrival;
    const [, collection, , rest] = /\/v1\/(batches|files)(?:\/([^/]+))?(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (collection === 'files' && rest !== 'content') return method === 'POST' ? 'upload' : 'files';
    if (collection !== 'batches') return this.#images.roleOf(arrival);
    if (url.pathname.endsWith(':cancel')) return 'cancel';
    if (rest === 'results') return 'results';
    if (rest === 'requests') return method === 'POST' ? 'add' : 'requests';
    if (method === 'POST') return 'create';
    return url.pathname.endsWith('/batches') ? 'list' : 'poll';
  }

  toRefusal(status: number, code: string, message: string): Omit<Answer, 'status'> {
    return this.#images.toRefusal(status, code, message);
  }

  async handle(role: Role, arrival: Arrival): Promise<Answer> {
    const body = fieldsOf(arrival.json);
    const [, id = ''] = /\/batches\/([^/:]+)/.exec(arrival.url.pathname) ?? [];
    const batch = this.batches.find(found => found.id === id);
    switch (role) {
      case 'create':
        return this.#create(body);
      case 'upload':
        return this.#upload(arrival.body);
      case 'files':
        return this.#pageOf('data', [...this.files.keys()], arrival.url, (fileId: string) => ({
          id: fileId,
          object: 'file',
          filename: this.files.get(fileId)?.name,
          bytes: 1,
        }));
      case 'list':
        return this.#pageOf('batches', this.#listed(), arrival.url, found => this.#show(found));
      default:
    }
    if (role === 'image' || role === 'stored' || role === 'public') return this.#images.bytesAt(arrival.url);
    if (batch === undefined) return { status: 404, ...this.toRefusal(404, 'not-found', 'Batch not found') };
    switch (role) {
      case 'add':
        return this.#add(batch, listOf(body['batch_requests']));
      case 'cancel':
        return this.#cancel(batch);
      case 'results':
        return this.#results(batch, arrival.url);
      case 'requests':
        return this.#pageOf('batch_request_metadata', batch.requests, arrival.url, ({ id: requestId }) => ({
          batch_request_id: requestId,
          state: 'pending',
        }));
      default:
        return { status: 200, json: this.#show(batch) };
    }
  }

  #create(body: Readonly<Record<string, unknown>>): Answer {
    const fileId = textOf(body['input_file_id']);
    const id = `batch-${this.batches.length + 1}`;
    const batch: PlayedBatch = {
      id,
      fileId,
      createdAtMs: this.#time.now(),
      requests: [],
      isCancelled: false,
    };
    this.batches.push(batch);
    const lines = fileId === undefined ? [] : (this.files.get(fileId)?.text ?? '').split('\n');
    for (const line of lines) {
      const entry = fieldsOf(parsed(line));
      const custom = textOf(entry['custom_id']);
      if (custom !== undefined) this.#take(batch, custom, fieldsOf(entry['body']));
    }
    const bills = batch.requests.flatMap(({ bill }) => bill ?? []);
    return {
      status: 200,
      json: this.#show(batch),
      gives: bills.map(bill => ({ bill, handles: [{ kind: 'batchId', value: id }] })),
      note: `makes ${id}`,
    };
  }

  #upload(text: string): Answer {
    const id = `file-${String(this.files.size + 1).padStart(3, '0')}`;
    const [, name = 'unnamed'] = /filename="([^"]+)"/.exec(text) ?? [];
    const isForm = text.startsWith('--');
    this.files.set(id, { name: isForm ? name : 'not a form', text });
    if (!isForm)
      return { status: 400, ...this.toRefusal(400, 'invalid-argument', 'Expected a multipart form') };
    return {
      status: 200,
      json: { id, object: 'file', filename: name, bytes: text.length },
      note: `keeps ${id}`,
    };
  }

  #add(batch: PlayedBatch, entries: readonly unknown[]): Answer {
    for (const entry of entries.map(fieldsOf)) {
      const { image_generation: generation, image_edit: edit } = fieldsOf(entry['batch_request']);
      const id = textOf(entry['batch_request_id']) ?? '';
      // A second request under the id of a first is taken as another one: nothing is published on it.
      this.#take(batch, id, fieldsOf(generation ?? edit));
    }
    const bills = batch.requests.flatMap(({ bill }) => bill ?? []);
    return {
      status: 200,
      json: {},
      gives: bills.map(bill => ({ bill, handles: [{ kind: 'batchId', value: batch.id }] })),
      note: `${batch.requests.length} requests in ${batch.id}`,
    };
  }

  #take(batch: PlayedBatch, id: string, body: Readonly<Record<string, unknown>>): void {
    const bill = this.#images.carryOut(body, batch.id, this.#world.workMs);
    batch.requests.push({ id, body, bill });
  }

  #cancel(batch: PlayedBatch): Answer {
    batch.isCancelled = true;
    for (const { bill } of batch.requests) {
      if (bill === undefined || this.#time.now() >= bill.endsAtMs) continue;
      Object.assign(bill, { endsAtMs: this.#time.now(), outcome: 'canceled', cost: 0, pictures: [] });
    }
    return { status: 200, json: this.#show(batch), note: `cancels ${batch.id}` };
  }

  #results(batch: PlayedBatch, url: URL): Answer {
    const over = batch.requests.filter(({ bill }) => bill !== undefined && this.#time.now() >= bill.endsAtMs);
    const shown: { bill: Bill; handles: readonly Handle[] }[] = [];
    const answer = this.#pageOf('results', over, url, ({ id, bill, body }) => {
      if (bill === undefined || bill.outcome !== 'made') {
        const error = bill?.outcome === 'canceled' ? 'cancelled' : 'The request failed.';
        return { batch_request_id: id, batch_result: { error } };
      }
      const made = this.#images.answerOf(bill, body['response_format'] === 'b64_json');
      shown.push({ bill, handles: made.gives?.flatMap(({ handles }) => handles) ?? [] });
      const error = this.#world.okError ? { error: { code: 0, message: 'OK' } } : {};
      return {
        batch_request_id: id,
        batch_result: { response: { image_generation: made.json }, ...error },
      };
    });
    return {
      ...answer,
      gives: shown,
      tells: this.#world.bill === undefined ? shown.map(({ bill }) => bill) : [],
    };
  }

  #listed(): PlayedBatch[] {
    const { listedAfterMs = 0 } = this.#world;
    return this.batches
      .filter(({ createdAtMs }) => this.#time.now() >= createdAtMs + listedAfterMs)
      .toReversed();
  }

  #show({ id, fileId, requests, isCancelled }: PlayedBatch): object {
    const pending = requests.filter(({ bill }) => bill !== undefined && this.#time.now() < bill.endsAtMs);
    const made = requests.filter(({ bill }) => bill?.outcome === 'made');
    return {
      batch_id: id,
      name: 'batch',
      ...(fileId !== undefined && { input_file_id: fileId }),
      ...(isCancelled && { cancel_time: '2026-11-21T12:00:00Z' }),
      state: {
        num_requests: requests.length,
        num_pending: pending.length,
        num_success: pending.length === 0 ? made.length : 0,
        num_error: pending.length === 0 ? requests.length - made.length : 0,
        num_cancelled: 0,
      },
    };
  }

  /** One page of a list; in an odd world one in the middle is empty, and the next one goes on. */
  #pageOf<T>(field: string, entries: readonly T[], url: URL, show: (entry: T) => object): Answer {
    const { pageSize = 100, emptyPage = false } = this.#world;
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 100), pageSize);
    const token = url.searchParams.get('pagination_token');
    const from = Number(token?.replace('e', '') ?? 0);
    const isEmpty = emptyPage && token !== null && !token.endsWith('e');
    const page = isEmpty ? [] : entries.slice(from, from + limit);
    const hasMore = isEmpty || from + page.length < entries.length;
    const next = isEmpty ? `${from}e` : String(from + page.length);
    // The Files API names a next page always (docs.x.ai, files guide, 2026).
    const names = hasMore || field === 'data';
    return {
      status: 200,
      json: { [field]: page.map(entry => show(entry)), ...(names && { pagination_token: next }) },
      note: `${page.length} of ${entries.length} ${field}`,
    };
  }
}

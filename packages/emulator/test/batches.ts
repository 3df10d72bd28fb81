import type { Access } from '../src/emulator.ts';
import type { Client } from './client.ts';

export interface BatchReply {
  readonly batch_id: string;
  readonly create_time: string;
  readonly expire_time: string;
  readonly cancel_time: string | null;
  readonly cancel_by_xai_message: string | null;
  readonly state: Readonly<Record<string, number>>;
  readonly cost_breakdown: { readonly total_cost_usd_ticks: number };
}

export interface ResultReply {
  readonly batch_request_id: string;
  readonly batch_result?: {
    readonly response?:
      | 'unknown'
      | { readonly image_generation: { readonly data: readonly { readonly url?: string }[] } };
    readonly error?: unknown;
  } | null;
  readonly error_message?: string;
}

interface ResultPage {
  readonly results: readonly ResultReply[];
  readonly pagination_token: string | null;
}

/** What tests do with batches, over HTTP. Everything must succeed. */
export interface BatchClient {
  create(body?: object): Promise<BatchReply>;
  status(id: string): Promise<BatchReply>;
  add(id: string, prompts: Readonly<Record<string, string | object>>): Promise<void>;
  page(id: string, query?: string): Promise<ResultPage>;
  /** All results, by their ids. */
  results(id: string): Promise<Map<string, ResultReply>>;
  /** Uploads lines as a JSONL file; gives its id. */
  upload(lines: readonly unknown[]): Promise<string>;
}

export function createBatchClient(client: Client, { baseURL, apiKey }: Access): BatchClient {
  const batches: BatchClient = {
    create: async body => batchOf((await client.post('/batches', { name: 'cats', ...body })).body),
    status: async id => batchOf((await client.get(`/batches/${id}`)).body),
    async add(id, prompts) {
      const batch_requests = Object.entries(prompts).map(([batch_request_id, given]) => {
        const body = typeof given === 'string' ? { prompt: given } : given;
        const tag = 'image' in body || 'images' in body ? 'image_edit' : 'image_generation';
        return { batch_request_id, batch_request: { [tag]: body } };
      });
      const { status, body } = await client.post(`/batches/${id}/requests`, { batch_requests });
      if (status !== 200) throw new TypeError(`Failed to add requests: ${JSON.stringify(body)}.`);
    },
    async page(id, query = '') {
      const { body } = await client.get(`/batches/${id}/results${query}`);
      if (isPage(body)) return body;
      throw new TypeError(`Failed to get results: ${JSON.stringify(body)}.`);
    },
    async results(id) {
      const { results } = await batches.page(id, '?limit=1000');
      return new Map(results.map(result => [result.batch_request_id, result]));
    },
    async upload(lines) {
      const form = new FormData();
      const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
      form.append('file', new File([text], 'batch.jsonl', { type: 'application/jsonl' }));
      // Behind the file, as the client of OpenAI puts it.
      form.append('purpose', 'batch');
      const headers = { authorization: `Bearer ${apiKey}` };
      const response = await fetch(`${baseURL}/files`, { method: 'POST', body: form, headers });
      const file: unknown = await response.json();
      return typeof file === 'object' && file !== null && 'id' in file ? String(file.id) : '';
    },
  };
  return batches;
}

function batchOf(body: unknown): BatchReply {
  if (isBatch(body)) return body;
  throw new TypeError(`Failed to get a batch: ${JSON.stringify(body)}.`);
}

function isBatch(body: unknown): body is BatchReply {
  return typeof body === 'object' && body !== null && 'batch_id' in body;
}

function isPage(body: unknown): body is ResultPage {
  return typeof body === 'object' && body !== null && 'results' in body;
}

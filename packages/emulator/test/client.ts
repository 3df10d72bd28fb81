import type { Access } from '../src/emulator.ts';

/** What a test needs of an answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, else the text. */
  readonly body: unknown;
}

/** An answer of a generation or an edit, as far as tests look at it. */
export interface ImageReply {
  readonly data: readonly {
    readonly url?: string | null;
    readonly b64_json?: string;
    readonly mime_type?: string;
    readonly revised_prompt?: string;
    readonly respect_moderation?: boolean;
    readonly file_output?: Readonly<Record<string, unknown>>;
    readonly storage_error?: string;
  }[];
  readonly usage: { readonly cost_in_usd_ticks: number };
  readonly model: string;
}

export interface Client {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(path: string): Promise<Reply>;
  /** A request that must succeed. */
  images(path: '/images/generations' | '/images/edits', body: object): Promise<ImageReply>;
}

/** Talks to a backend with nothing but `fetch`. A string body is sent as it is. */
export function createClient(
  { baseURL, apiKey }: Access,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Client {
  const client: Client = {
    post: async (path, body, headers) =>
      read(
        await fetch(`${baseURL}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
    get: async path =>
      read(await fetch(`${baseURL}${path}`, { headers: { authorization: `Bearer ${apiKey}` } })),
    async images(path, body) {
      const { status, body: answer } = await client.post(path, body);
      if (status !== 200 || !isImageReply(answer))
        throw new TypeError(`Failed to get images: status ${status}.`);
      return answer;
    },
  };
  return client;
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

function isImageReply(body: unknown): body is ImageReply {
  return typeof body === 'object' && body !== null && 'data' in body;
}

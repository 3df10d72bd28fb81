import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** A request as the server saw it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, `undefined` when there was no body. */
  readonly body: unknown;
}

/** An answer: JSON, or text where `body` is a string. */
export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A server that gives the answers of a test. */
export interface TestServer {
  readonly baseURL: string;
  readonly apiKey: string;
  /** Both of them, as settings. */
  readonly access: { readonly baseURL: string; readonly apiKey: string };
  readonly received: Received[];
}

/** An image of 3 by 2 pixels. */
export const png: Uint8Array<ArrayBuffer> = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAATSURBVAiZYzxjbPyfAQqYGJAAADOBAjVnF5BbAAAAAElFTkSuQmCC',
    'base64',
  ),
);

/** The same image as it stands in an answer. */
export const base64: string = Buffer.from(png).toString('base64');

/** Starts a real server for one test. Its images are at `image(baseURL)`; everything else is up to the test. */
export async function startServer(
  answer: (received: Received, index: number, baseURL: string) => Reply | undefined,
): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url: path = '', headers } = request;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const entry: Received = { method, path, headers, body };
    const index = received.push(entry) - 1;
    const reply = answer(entry, index, baseURLOf(server.address()));
    // Without a reply the connection stays open: the server is stuck.
    if (reply) write(response, reply);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  const access = { baseURL: baseURLOf(server.address()), apiKey: 'xai-test-key' };
  return { ...access, access, received };
}

function write(response: ServerResponse, { status = 200, body, headers }: Reply): void {
  response.writeHead(status, { 'x-request-id': 'request-1', ...headers });
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  response.end(isRaw ? body : JSON.stringify(body));
}

function baseURLOf(address: unknown): string {
  const port = typeof address === 'object' && address !== null && 'port' in address ? address.port : '';
  return `http://127.0.0.1:${String(port)}/v1`;
}

/** Serves one answer to every request for images, and the picture for everything under `/image`. */
export function answering(body: unknown, reply: Omit<Reply, 'body'> = {}): (received: Received) => Reply {
  return ({ path }) => (path.includes('/image/') ? { body: png } : { body, ...reply });
}

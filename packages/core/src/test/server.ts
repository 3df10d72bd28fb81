import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as the server saw it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `Date.now()` on arrival; exact under fake timers. */
  readonly at: number;
}

/** Answers one request; `index` counts from 0. */
export type Answer = (response: ServerResponse, received: Received, index: number) => void;

/** Starts a real HTTP server on a free port, which the end of the test closes. */
export async function startServer(answer: Answer): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    // An open connection would keep a timer of Node's fetch running, which is none of a stopped clock's business.
    response.setHeader('connection', 'close');
    // The time of day is no business of a stopped clock either.
    response.sendDate = false;
    const { method = '', url = '', headers } = request;
    const at = Date.now();
    const entry = { method, path: url, headers, body: await readBody(request), at };
    answer(response, entry, received.push(entry) - 1);
  });
  const port = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, received };
}

/** An address on this machine where nothing listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer();
  const port = await listen(server);
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Starts to listen on a free port of this machine. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Begins an answer of 1000 bytes and drops the connection after the first few. */
export function breakOff(response: ServerResponse, start: string | Uint8Array): void {
  response.writeHead(200, { 'content-length': '1000' });
  response.write(start, () => setImmediate(() => response.destroy()));
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

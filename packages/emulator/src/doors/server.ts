import { createServer, type Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { untilAborted } from '../world/clock.ts';
import { EmulatorStartError } from './errors.ts';
import { handle } from './handle.ts';
import type { Answer, Outcome } from '../faults/outcome.ts';
import { findDestination } from './site.ts';
import type { Universe } from './universe.ts';

export interface RunningServer {
  /** e.g. `http://127.0.0.1:49152` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Opens the door that speaks real HTTP. */
export async function listen(universe: Universe, host: string, port: number): Promise<RunningServer> {
  const listener = getRequestListener((request, bindings) => serve(universe, request, bindings), {
    overrideGlobalObjects: false,
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  // A client that is busy for seconds would meet a connection that is just being closed: with Node's own 5 s, in slow tests.
  server.keepAliveTimeout = 60_000;
  const address = await start(server, host, port);
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { origin: `http://${shownHost}:${address.port}`, close: () => stop(server) };
}

async function start(server: Server, host: string, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', cause => reject(new EmulatorStartError(host, port, cause)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new EmulatorStartError(host, port, address);
  return address;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}

async function serve(
  universe: Universe,
  request: Request,
  { outgoing }: HttpBindings | Http2Bindings,
): Promise<Response> {
  // `fetch` has no such method, and neither have the services.
  if (request.method === 'TRACE') return new Response(null, { status: 405 });
  const destination = findDestination(new URL(request.url));
  if (destination === undefined || !(outgoing instanceof ServerResponse)) {
    const message = 'The emulator has no such backend. Use one of its base URLs.';
    return Response.json({ error: { code: 404, message } }, { status: 404 });
  }
  await render(universe, await handle(universe, request, destination), outgoing);
  return RESPONSE_ALREADY_SENT;
}

async function render({ world }: Universe, outcome: Outcome, outgoing: ServerResponse): Promise<void> {
  switch (outcome.type) {
    case 'answer':
      outgoing.once('finish', outcome.delivered);
      writeHead(outgoing, outcome.answer);
      outgoing.end(outcome.answer.body);
      return;
    case 'broken':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'cut': {
      const { body } = outcome.answer;
      await writePart(outgoing, outcome.answer, Math.floor(body.length * outcome.share));
      outgoing.destroy();
      return;
    }
    case 'stalled':
      if (outcome.answer !== undefined) {
        await writePart(outgoing, outcome.answer, Math.ceil(outcome.answer.body.length / 2));
      }
      await untilGone(outgoing, world.signal);
      outgoing.destroy();
      return;
    default:
      outcome satisfies never;
  }
}

function writeHead(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const hasBody = status !== 204 && status !== 304;
  outgoing.writeHead(status, {
    ...Object.fromEntries(headers),
    ...(hasBody ? { 'content-length': String(body.length) } : {}),
  });
}

/** Announces the whole body and sends the beginning of it. */
async function writePart(outgoing: ServerResponse, answer: Answer, length: number): Promise<void> {
  writeHead(outgoing, answer);
  outgoing.flushHeaders();
  if (length === 0) return;
  await new Promise<void>(resolve => {
    outgoing.write(answer.body.subarray(0, length), () => resolve());
  });
}

async function untilGone(outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  if (outgoing.closed) return;
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  await untilAborted(gone.signal, signal);
}

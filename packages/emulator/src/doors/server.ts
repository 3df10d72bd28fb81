import { once } from 'node:events';
import { createServer, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { BrokenConnection, handle } from './handle.ts';
import { EmulatorStartError } from './errors.ts';
import { findDestination } from './backends.ts';
import type { Universe } from './universe.ts';

export async function listen(
  universe: Universe,
  host: string,
  port: number,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const listener = getRequestListener((request, bindings) => serve(universe, request, bindings), {
    overrideGlobalObjects: false,
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  // A client that is busy for seconds would meet a connection that is just being closed: with Node's own 5 s, in slow tests.
  server.keepAliveTimeout = 60_000;
  await once(server.listen(port, host), 'listening').catch((cause: unknown) => {
    throw new EmulatorStartError(host, port, cause);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new EmulatorStartError(host, port, address);
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    origin: `http://${shownHost}:${address.port}`,
    async close() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
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
  try {
    const { status, headers, body } = await handle(universe, request, destination);
    outgoing.writeHead(status, Object.fromEntries(headers));
    outgoing.flushHeaders();
    if (body === null) outgoing.end();
    // A body that breaks off, by script or because the caller has gone, has destroyed the connection.
    else await pipeline(body, outgoing).catch(() => undefined);
  } catch (error) {
    if (!(error instanceof BrokenConnection)) throw error;
    outgoing.socket?.resetAndDestroy();
  }
  return RESPONSE_ALREADY_SENT;
}

import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';

/** A request as a real server received it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A real server on this machine. */
export interface Site {
  readonly origin: string;
  readonly received: readonly Received[];
}

/** Starts a real server on a free port, which the end of the test stops. */
export async function startSite(answer: RequestListener): Promise<Site> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers });
    request.resume();
    answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, received };
}

/** A `fetch` over real sockets for which public names lead to sites of this machine; it records where it is sent. */
export function webOf(sites: Readonly<Record<string, Site>>): {
  readonly fetch: typeof globalThis.fetch;
  readonly asked: readonly { readonly url: string; readonly headers: Headers }[];
} {
  const asked: { url: string; headers: Headers }[] = [];
  return {
    asked,
    fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      asked.push({ url, headers: new Headers(init?.headers) });
      const { origin, pathname, search } = new URL(url);
      return fetch((sites[origin]?.origin ?? origin) + pathname + search, init);
    },
  };
}

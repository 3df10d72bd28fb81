import { sleep } from '../world/clock.ts';
import { BrokenConnection, handle } from './handle.ts';
import { findDestination } from './backends.ts';
import type { Universe } from './universe.ts';

/** As many redirects as `fetch` follows (fetch.spec.whatwg.org, HTTP-redirect fetch). */
const maxRedirects = 20;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** A `fetch` that is answered by the emulator without a socket, and follows redirects and fails as Node's `fetch` would. */
export function createInProcessFetch(universe: Universe): typeof globalThis.fetch {
  return async (input, init) => {
    const original = new Request(input, init);
    const { signal, redirect } = original;
    const headers = new Headers(original.headers);
    let { url, method } = original;
    let body = original.body === null ? null : await original.arrayBuffer();
    for (let count = 0; count <= maxRedirects; count += 1) {
      const response = await answer(universe, new Request(url, { method, headers, body, signal }));
      const { status } = response;
      const location = redirectStatuses.has(status) ? response.headers.get('location') : null;
      // A constructed response has no address; one from `fetch` has.
      if (location === null || redirect === 'manual')
        return Object.defineProperties(response, { url: { value: url }, redirected: { value: count > 0 } });
      if (redirect === 'error') throw failure('unexpected redirect');
      const target = new URL(location, url);
      if (target.origin !== new URL(url).origin)
        drop(headers, ['authorization', 'cookie', 'proxy-authorization']);
      if (status === 303 || (status < 303 && method === 'POST')) {
        [method, body] = ['GET', null];
        drop(headers, ['content-type', 'content-length']);
      }
      url = target.href;
    }
    throw failure('redirect count exceeded');
  };
}

async function answer(universe: Universe, request: Request): Promise<Response> {
  const { signal, url } = request;
  signal.throwIfAborted();
  universe.world.throwReported();
  const destination = findDestination(new URL(url));
  if (destination === undefined) throw new BrokenConnection('ENOTFOUND', new URL(url).hostname);
  const settled = new AbortController();
  const gone = sleep(Infinity, signal, settled.signal).then(() => undefined);
  const response = await Promise.race([handle(universe, request, destination), gone]).finally(() =>
    settled.abort(),
  );
  signal.throwIfAborted();
  universe.world.throwReported();
  if (response === undefined) throw new BrokenConnection('ECONNRESET');
  return response;
}

function drop(headers: Headers, names: readonly string[]): void {
  for (const name of names) headers.delete(name);
}

function failure(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new TypeError(reason) });
}

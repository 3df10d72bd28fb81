/** As many redirects as `fetch` follows (fetch.spec.whatwg.org, HTTP-redirect fetch). */
const maxRedirects = 20;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Makes a `fetch` of something that answers one request, with redirects handled as `fetch` handles them. */
export function followRedirects(answer: (request: Request) => Promise<Response>): typeof globalThis.fetch {
  return async (input, init) => {
    const original = new Request(input, init);
    const { signal, redirect } = original;
    const body = original.body === null ? null : await original.arrayBuffer();
    let request = toRequest(original.url, original.method, original.headers, body, signal);
    for (let count = 0; count <= maxRedirects; count += 1) {
      const response = await answer(request);
      const location = redirectStatuses.has(response.status) ? response.headers.get('location') : null;
      if (location === null || redirect === 'manual') return withUrl(response, request.url, count > 0);
      if (redirect === 'error') throw failure('unexpected redirect');
      request = redirected(request, response.status, new URL(location, request.url), body);
    }
    throw failure('redirect count exceeded');
  };
}

function redirected(request: Request, status: number, url: URL, body: ArrayBuffer | null): Request {
  const headers = new Headers(request.headers);
  if (url.origin !== new URL(request.url).origin) {
    for (const name of ['authorization', 'cookie', 'proxy-authorization']) headers.delete(name);
  }
  const becomesGet = status === 303 || (status < 303 && request.method === 'POST');
  if (!becomesGet) return toRequest(url.href, request.method, headers, body, request.signal);
  for (const name of ['content-type', 'content-length']) headers.delete(name);
  return toRequest(url.href, 'GET', headers, null, request.signal);
}

function toRequest(
  url: string,
  method: string,
  headers: Headers,
  body: ArrayBuffer | null,
  signal: AbortSignal,
): Request {
  const hasBody = body !== null && method !== 'GET' && method !== 'HEAD';
  return new Request(url, { method, headers, signal, ...(hasBody ? { body } : {}) });
}

/** A constructed response has no address; one from `fetch` has. */
function withUrl(response: Response, url: string, isRedirected: boolean): Response {
  return Object.defineProperties(response, { url: { value: url }, redirected: { value: isRedirected } });
}

function failure(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new TypeError(reason) });
}

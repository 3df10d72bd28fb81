// The globals of React Native, by the polyfills that it is made with: signals without newer methods, bodies without a
// stream, no crypto. Loaded before the program.
import { AbortController, AbortSignal } from 'abort-controller';

const native = { fetch: globalThis.fetch, AbortController: globalThis.AbortController };
// Loads the network of Node.js, which looks for its classes then.
await native.fetch('data:,');
// The polyfill looks for its own when it is loaded.
globalThis.self = globalThis;
const whatwg = await import('whatwg-fetch');

Object.assign(globalThis, {
  AbortController,
  AbortSignal,
  Headers: whatwg.Headers,
  Request: whatwg.Request,
  Response: whatwg.Response,
  fetch: send,
});
Object.defineProperty(globalThis, 'crypto', { value: undefined });
// It has no modules of Node.js either.
Object.defineProperty(process, 'getBuiltinModule', { value: undefined });
Object.defineProperty(URL, 'canParse', { value: undefined });

/** The network itself, which takes nothing of a request but what React Native hands to it. */
async function send(url, { method, headers, body, signal } = {}) {
  if (signal?.aborted) throw aborted();
  const controller = new native.AbortController();
  const abort = () => controller.abort(aborted());
  signal?.addEventListener('abort', abort);
  try {
    const response = await native.fetch(url, {
      method,
      headers: Object.fromEntries(new whatwg.Headers(headers)),
      body,
      signal: controller.signal,
    });
    const bytes = await response.arrayBuffer();
    const { status, statusText } = response;
    return new whatwg.Response(bytes, { status, statusText, headers: [...response.headers] });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function aborted() {
  return Object.assign(new Error('Aborted'), { name: 'AbortError' });
}

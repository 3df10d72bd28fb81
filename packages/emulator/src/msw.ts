import { http, type HttpHandler, HttpResponse } from 'msw';
import { createEmulator, type Emulator } from './emulator.ts';
import type { EmulatorOptions } from './options/options.ts';
import { realOrigins } from './doors/backends.ts';

/**
 * MSW request handlers for the hosts of the real services. Pass an emulator to read its ledger or to script faults.
 *
 * @example
 * const emulator = createEmulator();
 * const server = setupServer(...handlers(emulator));
 * server.listen();
 */
export function handlers(source: Emulator | EmulatorOptions = {}): HttpHandler[] {
  const emulator = isEmulator(source) ? source : createEmulator(source);
  return realOrigins.map(origin =>
    http.all(`${origin}/*`, async ({ request }) => {
      const waiting = new AbortController();
      const abort = (): void => waiting.abort(request.signal.reason);
      request.signal.addEventListener('abort', abort);
      try {
        return await emulator.fetch(request, { signal: waiting.signal });
      } catch {
        // A broken connection; an abort, which needs no answer; or an error of the test, of which MSW would make a status 500.
        return HttpResponse.error();
      } finally {
        // MSW takes the body away from an aborted caller by itself; a body that fails then would trip it up.
        request.signal.removeEventListener('abort', abort);
      }
    }),
  );
}

function isEmulator(source: Emulator | EmulatorOptions): source is Emulator {
  return 'ledger' in source;
}

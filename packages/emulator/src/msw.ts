import { http, type HttpHandler, HttpResponse } from 'msw';
import { createEmulator, type Emulator } from './emulator.ts';
import type { EmulatorOptions } from './options.ts';
import { realOrigins } from './site.ts';

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
  return realOrigins().map(origin =>
    http.all(`${origin}/*`, async ({ request }) => {
      try {
        return await emulator.fetch(request);
      } catch (error) {
        // A broken connection is a network error in MSW; an abort is the caller's own doing and needs no answer.
        if (error instanceof TypeError || request.signal.aborted) return HttpResponse.error();
        throw error;
      }
    }),
  );
}

function isEmulator(source: Emulator | EmulatorOptions): source is Emulator {
  return 'ledger' in source;
}

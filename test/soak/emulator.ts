import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Books } from './books.ts';
import type { CallOutcome } from './call.ts';

export type ServiceName = 'xai' | 'crazyrouter' | 'civitai';

/** What is told to the process of the emulator: how a call ended, or that the books are wanted. */
export type ToEmulator = { readonly outcome: CallOutcome } | { readonly close: true };

/** What the process of the emulator says. */
export type FromEmulator =
  | { readonly baseURLs: Readonly<Record<ServiceName, string>> }
  | { readonly books: Books; readonly requests: number };

/** An emulator in a process of its own, so that neither its memory nor that of the books is measured. */
export interface RemoteEmulator {
  readonly baseURLs: Readonly<Record<ServiceName, string>>;
  /** Notes how a call ended. */
  record(outcome: CallOutcome): void;
  /** All calls beside their bills, and the number of requests received. */
  readBooks(): Promise<{ readonly books: Books; readonly requests: number }>;
  stop(): Promise<void>;
}

/** Starts it with faults in one of twenty requests. */
export async function startRemoteEmulator(): Promise<RemoteEmulator> {
  const path = fileURLToPath(new URL('emulator-process.ts', import.meta.url));
  const child = fork(path, { execArgv: ['--conditions=@grok-image/source'] });
  const receive = async (): Promise<FromEmulator> => {
    const [message]: FromEmulator[] = await once(child, 'message');
    if (message === undefined) throw new TypeError('The emulator said nothing.');
    return message;
  };
  const send = (message: ToEmulator) => void child.send(message);
  const started = await receive();
  if (!('baseURLs' in started)) throw new TypeError('The emulator did not say where it is.');
  return {
    baseURLs: started.baseURLs,
    record: outcome => send({ outcome }),
    async readBooks() {
      send({ close: true });
      const told = await receive();
      if (!('books' in told)) throw new TypeError('The emulator has no books.');
      return told;
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

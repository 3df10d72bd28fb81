import { type BackendName, eachBackend, type ReceivedRequest } from './world/request.ts';
import { backends, baseUrl } from './doors/backends.ts';
import { type CivitaiControls, createControls } from './civitai/controls.ts';
import { checkFault } from './faults/fault-schema.ts';
import type { Fault, ScriptedFault } from './faults/faults.ts';
import { createInProcessFetch } from './doors/fetch.ts';
import type { LedgerEntry } from './world/ledger.ts';
import { readArgument } from './options/argument.ts';
import { type EmulatorOptions, optionsSchema, startSchema } from './options/options.ts';
import { Universe } from './doors/universe.ts';

/** What a provider needs to talk to one backend. */
export interface Access {
  readonly baseURL: string;
  /** A key that the backend accepts; others are accepted too, each is an account of its own. */
  readonly apiKey: string;
}

/** A service that behaves like the real ones, with a ledger and scripted faults. */
export interface Emulator extends Readonly<Record<BackendName, Access>> {
  /** Civitai has accounts, and workflows that run by themselves; a test can see and set them. */
  readonly civitai: Access & CivitaiControls;
  /** Every billed request, in order. The array stays the same and grows. */
  readonly ledger: readonly LedgerEntry[];
  /** Every request received, in order. The array stays the same and grows. */
  readonly requests: readonly ReceivedRequest[];
  /**
   * The emulator as a `fetch`, without a socket. It answers for its own base URLs and for the real services' hosts. Once a
   * function of the test has thrown, it rejects with that error, until reset.
   */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Makes the next matching requests go wrong.
   *
   * @throws {EmulatorArgumentError} for what is no fault, e.g. a name with a slip.
   */
  script(fault: Fault): ScriptedFault;
  /**
   * Forgets ledger, requests, faults, rate limits, jobs, files and images.
   *
   * @throws what a `match`, an `edit` or an `onEnded` of the test has thrown.
   */
  reset(): void;
}

/** An emulator that listens on a port. */
export interface RunningEmulator extends Emulator {
  /** Its origin, e.g. `http://127.0.0.1:49152`. */
  readonly url: string;
  /**
   * Stops listening and breaks off what is under way.
   *
   * @throws what a `match`, an `edit` or an `onEnded` of the test has thrown.
   */
  close(): Promise<void>;
}

/** Where to listen, and how to behave. */
export interface StartOptions extends EmulatorOptions {
  /** A free port is taken when this is 0, the default. */
  readonly port?: number;
  /** `127.0.0.1` by default. */
  readonly host?: string;
}

/**
 * Makes an emulator without a socket: reach it through its `fetch`, or through MSW with `handlers` from
 * `@grok-image/emulator/msw`. Base URLs are those of the real services.
 *
 * @throws {EmulatorArgumentError} for an option that is not known, or a value that it does not take.
 * @example
 * const emulator = createEmulator();
 * await emulator.fetch(`${emulator.xai.baseURL}/models`, {
 *   headers: { authorization: `Bearer ${emulator.xai.apiKey}` },
 * });
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return toEmulator(new Universe(readArgument('create the emulator', optionsSchema, options)));
}

/**
 * Starts an emulator on a port of this machine.
 *
 * @throws {EmulatorStartError} if it cannot listen there.
 * @throws {EmulatorArgumentError} for an option that is not known, or a value that it does not take.
 * @example
 * const emulator = await startEmulator({ port: 0 });
 * const grok = createGrok(emulator.xai);
 * await emulator.close();
 */
export async function startEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
  const { port, host, ...behaviour } = readArgument('start the emulator', startSchema, options);
  const { listen } = await import('./doors/server.ts');
  const universe = new Universe(behaviour);
  const server = await listen(universe, host, port);
  return {
    ...toEmulator(universe, server.origin),
    url: server.origin,
    async close() {
      universe.world.stop();
      await server.close();
      universe.world.throwReported();
    },
  };
}

function toEmulator(universe: Universe, origin?: string): Emulator {
  const access = eachBackend(name => ({ baseURL: baseUrl(name, origin), apiKey: backends[name].apiKey }));
  return {
    ...access,
    civitai: withHidden(access.civitai, createControls(universe.world)),
    ledger: universe.world.ledger,
    requests: universe.requests.entries,
    fetch: createInProcessFetch(universe),
    script(fault) {
      checkFault(fault);
      return universe.faults.script(fault);
    },
    reset: () => universe.reset(),
  };
}

/** Joins two objects, of which a copy has the first alone: a provider that is given it refuses settings it does not know. */
function withHidden<SHOWN extends object, HIDDEN extends object>(
  shown: SHOWN,
  hidden: HIDDEN,
): SHOWN & HIDDEN {
  const joined = { ...shown, ...hidden };
  for (const name of Object.keys(hidden)) Object.defineProperty(joined, name, { enumerable: false });
  return joined;
}

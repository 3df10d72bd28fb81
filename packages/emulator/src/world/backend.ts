import type { Hono } from 'hono';
import type { EffectName, Effects, ScriptedAnswer } from '../faults/faults.ts';
import type { HostName, ReceivedRequest, Role, Site } from './request.ts';
import type { World } from './world.ts';

/** One request on its way through a backend. A Hono handler reads it as `context.env.exchange`. */
export interface Exchange {
  readonly request: ReceivedRequest;
  readonly site: Site;
  /** Aborts when the caller has gone away. */
  readonly signal: AbortSignal;
  /** The scripted effect of this name that applies to this request, if any; taking it uses it up. */
  effect<Name extends EffectName>(name: Name): Effects[Name] | undefined;
  /** Runs once the answer has really been handed over, i.e. when no fault destroyed it on the way. */
  whenDelivered(action: () => void): void;
}

export interface BackendEnvironment {
  Bindings: { exchange: Exchange };
}

export type BackendApp = Hono<BackendEnvironment>;

/** One service that the emulator plays. Joined by an entry in `backends.ts`. */
export interface Backend {
  /** Origins of the real service, without a trailing slash; in-process `fetch` and MSW answer for them. */
  readonly hosts: { readonly api: string } & Partial<Readonly<Record<HostName, string>>>;
  /** Path of the base URL below the API origin, e.g. `/v1` or the empty string. */
  readonly basePath: string;
  readonly apiKey: string;
  role(method: string, path: string): Role;
  /** The service's usual body and headers for a status that a script asks for without giving a body. */
  statusAnswer(status: number, request: ReceivedRequest): ScriptedAnswer;
  /** Builds the app with fresh state; called once, and again by `emulator.reset()`. */
  create(world: World): BackendApp;
}

import type { Hono } from 'hono';
import type { BackendName } from '../doors/backends.ts';
import type { EffectName, Effects, ScriptedAnswer } from '../faults/faults.ts';
import type { World } from './world.ts';

/** What a request is for: a billable submit, a question about its outcome, the bytes of an image, or anything else. */
export type Role = 'submit' | 'poll' | 'content' | 'other';

/** Which of a service's hosts a URL belongs to. A service without a separate host for content serves it from `api`. */
export type HostName = 'api' | 'content' | 'files';

/** The address under which the caller reached a backend; links in an answer are made with it. */
export interface Site {
  /** Absolute URL of a path of this backend, on the host that the real service would use for it. */
  url(host: HostName, path: string): string;
}

/** A request as it arrived, kept in `emulator.requests`. */
export interface ReceivedRequest {
  readonly backend: BackendName;
  readonly role: Role;
  readonly method: string;
  /** Path below the service's API origin, e.g. `/v1/images/generations`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names; `authorization` is kept, so that a test can check it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, else the text, else `undefined` when there is no body or it is multipart or binary. */
  readonly body: unknown;
  /** The raw body. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Milliseconds since 1970, by the emulator's clock. */
  readonly at: number;
  /** The id answered in `x-request-id`. */
  readonly requestId: string;
  /** The status that was answered; absent while it is being handled, and when the connection was broken instead. */
  status?: number;
}

/** One request on its way through a backend. A Hono handler reads it as `context.env.exchange`. */
export interface Exchange {
  readonly request: ReceivedRequest;
  readonly requestId: string;
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
  /** A key that the backend accepts. */
  readonly apiKey: string;
  role(method: string, path: string): Role;
  /** The service's usual body and headers for a status that a script asks for without giving a body. */
  statusAnswer(status: number, request: ReceivedRequest): ScriptedAnswer;
  /** Builds the app with fresh state; called once, and again by `emulator.reset()`. */
  create(world: World): BackendApp;
}

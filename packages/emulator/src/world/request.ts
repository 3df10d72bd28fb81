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
  /**
   * Parsed JSON, else the text, else `undefined` when there is no body, it is multipart or binary, or it is forgotten: beyond
   * 256 MiB of bodies, the oldest requests lose theirs.
   */
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

export const backendNames = ['xai', 'crazyrouter', 'agtcloud', 'civitai'] as const;
/** Every service that the emulator plays; also the first path segment of its base URL on the emulator's origin. */
export type BackendName = (typeof backendNames)[number];

export function eachBackend<Value>(build: (name: BackendName) => Value): Record<BackendName, Value> {
  return {
    xai: build('xai'),
    crazyrouter: build('crazyrouter'),
    agtcloud: build('agtcloud'),
    civitai: build('civitai'),
  };
}

import type { BackendName, ReceivedRequest, Role } from '../world/request.ts';

export const malformations = [
  'empty',
  'html',
  'svg',
  'mp4',
  'truncated',
  'wrong-types',
  'polluted',
  'null-data',
  'no-data',
  'bare-items',
] as const;
/** A ready-made wrong answer to a request that was accepted and billed. */
export type Malformation = (typeof malformations)[number];

/** An answer given instead of the backend's own. Without a body, a status has the body that the backend gives it. */
export interface ScriptedAnswer {
  readonly status?: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How moderation shows: HTTP 400, items with `respect_moderation: false`, no items, or a failed job. */
export type ModerationShape = 'refuse' | 'flag' | 'empty' | 'fail';

/**
 * How a request of a batch fails: an error as a string, as `{code, message}`, as a top-level `error_message`, or cancelled;
 * or made and billed, with `unknown` instead of a response.
 */
export type BatchErrorShape = (typeof batchErrorShapes)[number];
export const batchErrorShapes = ['string', 'status', 'message', 'unknown', 'cancelled'] as const;

/** Where a failed step says why. Grok's reasons stand in its job; clients have to read all of them. */
export type ReasonPlace = 'job' | 'errors' | 'step' | 'metadata' | 'none';

/** How a step of a workflow goes wrong, or takes its time. */
export interface StepFault {
  /** Name or zero-based place of the step; every `imageGen` step if absent. */
  readonly step?: string | number;
  /** What becomes of it instead of success. `stuck` is never finished. */
  readonly outcome?: 'failed' | 'blocked' | 'expired' | 'canceled' | 'stuck';
  readonly reason?: string;
  /** `'job'` by default. */
  readonly reasonIn?: ReasonPlace;
  /** Zero-based images that are moderated away after they were made: billed, with a `blockedReason`. */
  readonly blockImages?: readonly number[];
  /** Zero-based images that are lost: `available: false`, refunded. */
  readonly loseImages?: readonly number[];
  /** So many images fewer, each with an entry in `errors`, refunded. */
  readonly dropImages?: number;
  /** Whether the images are mature. */
  readonly mature?: boolean;
  /** Milliseconds of processing. */
  readonly stepMs?: number;
  /** Milliseconds in the queue. */
  readonly queueMs?: number;
}

/** Everything that can be scripted, by the property that carries it. */
export interface Effects {
  /** Answered before the backend sees the request: nothing is started, nothing is billed. */
  status: { readonly status: number; readonly body?: unknown; readonly headers?: ScriptedAnswer['headers'] };
  /** The connection is reset: `before` anything happened, or `after` the request was accepted and billed. */
  reset: { readonly reset: 'before' | 'after' };
  /** The connection never comes about. A real socket cannot play that, so the server resets it instead. */
  unreachable: { readonly unreachable: 'dns' | 'refused' | 'tls' };
  /** The connection breaks after this share (0 to 1) of the body. */
  cut: { readonly cut: number };
  /** Nothing more arrives: not even headers, or half of the body. */
  stall: { readonly stall: 'headers' | 'body' };
  /** Accepted and billed, but the answer is replaced by this one. */
  answer: { readonly answer: ScriptedAnswer };
  /** Accepted and billed, but the JSON of the answer is changed. */
  edit: { readonly edit: (body: unknown) => unknown };
  /** Accepted and billed, but the answer is useless. */
  malform: { readonly malform: Malformation };
  /** The answer takes this many milliseconds longer. */
  delayMs: { readonly delayMs: number };
  /** Content moderation, billed. `items` (zero-based) limits `flag` to some of the images. */
  moderate: { readonly moderate: ModerationShape; readonly items?: readonly number[] };
  /** So many images fewer are answered than were billed. */
  dropImages: { readonly dropImages: number };
  /** The image URL has expired. */
  expire: { readonly expire: true };
  /** Storing the image failed with this reason. */
  storageError: { readonly storageError: string };
  /** A deferred job ends in this status, whatever it is. */
  jobStatus: { readonly jobStatus: string };
  /** Requests that are put into a batch fail: all of them, or those with these ids. */
  batchError: { readonly batchError: BatchErrorShape; readonly ids?: readonly string[] };
  /** Steps of a Civitai workflow go wrong, or take their time. */
  stepFault: { readonly stepFault: StepFault | readonly StepFault[] };
}

export type EffectName = keyof Effects;

/** Effects that the doors play, save for a delay, which goes with any of them; the others are played by a backend. */
export const wireEffects = [
  'status',
  'reset',
  'unreachable',
  'cut',
  'stall',
  'answer',
  'edit',
  'malform',
] as const;

export type WireEffect = Effects[(typeof wireEffects)[number]];

/** Which requests a fault applies to. */
export interface FaultFilter {
  /** All backends, if absent. */
  readonly backend?: BackendName;
  /** What the request is for. Default: what the effect is about, see the README. */
  readonly on?: Role | 'api' | 'any';
  readonly method?: string;
  /** Part of the path, or a pattern for it. */
  readonly path?: string | RegExp;
  readonly match?: (request: ReceivedRequest) => boolean;
  /** How many requests it applies to, 1 by default; `Infinity` for all. */
  readonly times?: number;
  /** How many matching requests pass before it starts, 0 by default. */
  readonly after?: number;
}

/** A fault: an effect, and the requests it applies to. Plain data unless `match`, `edit` or a pattern is used. */
export type Fault = { [Name in EffectName]: Effects[Name] & FaultFilter }[EffectName];

export interface ScriptedFault {
  /** How many more requests it applies to. */
  readonly remaining: number;
  /** Takes the fault back. */
  cancel(): void;
}

interface Active {
  readonly fault: Fault;
  remaining: number;
  toSkip: number;
}

export class Faults {
  readonly #active = new Set<Active>();
  readonly #guard: (call: () => boolean, otherwise: boolean) => boolean;

  /** `guard` calls the functions of a test: a `match` that throws does not match. */
  constructor(guard: (call: () => boolean, otherwise: boolean) => boolean) {
    this.#guard = guard;
  }

  script(fault: Fault): ScriptedFault {
    const active = this.#active;
    const entry: Active = { fault, remaining: fault.times ?? 1, toSkip: fault.after ?? 0 };
    active.add(entry);
    return {
      get remaining() {
        return active.has(entry) ? entry.remaining : 0;
      },
      cancel: () => void active.delete(entry),
    };
  }

  /** Uses up the first fault with one of these effects that applies to the request. */
  take<Name extends EffectName>(names: readonly Name[], request: ReceivedRequest): Effects[Name] | undefined {
    for (const entry of this.#active) {
      const { fault } = entry;
      const { match = () => true } = fault;
      const name = names.find(candidate => hasEffect(fault, candidate));
      if (name === undefined || !hasEffect(fault, name) || !applies(fault, name, request)) continue;
      if (!this.#guard(() => match(request), false)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        continue;
      }
      entry.remaining -= 1;
      if (entry.remaining <= 0) this.#active.delete(entry);
      return fault;
    }
    return undefined;
  }

  clear(): void {
    this.#active.clear();
  }
}

function hasEffect<Name extends EffectName>(fault: Fault, name: Name): fault is Fault & Effects[Name] {
  return Reflect.get(fault, name) !== undefined;
}

function applies(fault: FaultFilter, name: EffectName, request: ReceivedRequest): boolean {
  const { backend, method, path, on = defaultRoles[name] ?? (path === undefined ? 'api' : 'any') } = fault;
  return (
    (backend === undefined || backend === request.backend) &&
    (method === undefined || method.toUpperCase() === request.method) &&
    (path === undefined ||
      (typeof path === 'string' ? request.path.includes(path) : request.path.search(path) !== -1)) &&
    (on === 'any' || on === request.role || (on === 'api' && request.role !== 'content'))
  );
}

/** What an effect is about, if a fault does not say `on`; without an entry, the API, or anything if there is a path. */
const defaultRoles: { readonly [Name in EffectName]?: Role } = {
  moderate: 'submit',
  dropImages: 'submit',
  storageError: 'submit',
  jobStatus: 'submit',
  batchError: 'submit',
  stepFault: 'submit',
  expire: 'content',
};

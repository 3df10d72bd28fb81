import type { Fault } from '@grok-image/emulator';

/** Backends that meet a fault in the same way. `url` is xAI with addresses and Crazyrouter. */
export type Family = 'url' | 'b64' | 'deferred' | 'civitai';

/** Which request the fault is about: the one that starts the work, a look at it, or the download of an image. */
export type Point = 'submit' | 'poll' | 'content';

/** How long a fault lasts: for one request, for all, or for one upon which the caller aborts. */
export type Mode = 'once' | 'always' | 'aborted';

/** How a call ends: with images, or with the error of this name. */
export type End =
  | 'delivered'
  | 'AI_APICallError'
  | 'AI_RetryError'
  | 'ContentModerationError'
  | 'GenerationIncompleteError'
  | 'GenerationFailedError'
  | 'GenerationTimeoutError'
  | 'ImageDownloadError';

/**
 * What has to happen, counted in requests and images. Repeats until the deadline are `several` submits: the waits between
 * them have jitter.
 */
export type Expected = readonly [
  submits: number | 'several',
  billed: number,
  delivered: number,
  recovered: number,
  end: End,
];

/** What has to happen in each family, or a sentence that says why the fault cannot happen there. */
export type Expectations = Readonly<Record<Family, Expected | string>>;

type DistributiveOmit<T, KEY extends PropertyKey> = T extends unknown ? Omit<T, KEY> : never;

/** What goes wrong, without the requests it is about. */
export type Effect = DistributiveOmit<Fault, 'backend' | 'on' | 'times'>;

/** One fault of the matrix. */
export interface FaultRow {
  readonly name: string;
  readonly at: Point;
  readonly effect: Effect;
  /** Where the fault looks different: an effect for that family. */
  readonly effectIn?: Partial<Readonly<Record<Family, Effect>>>;
  /** Images asked for, 2 by default. */
  readonly n?: number;
  readonly once: Expectations;
  readonly always?: Expectations;
}

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

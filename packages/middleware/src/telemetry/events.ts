import type { ErrorClass } from '../stack/classify.ts';
import type { CallStep } from '../stack/context.ts';

/** Which call an event is about. */
export interface TelemetryCall {
  /** Of this call of the model; AI SDK makes several where it repeats. */
  readonly callId: string;
  readonly provider: string;
  readonly modelId: string;
}

/** What a call has cost, as far as its provider says; for models that do not say, what was estimated. */
export interface TelemetryCost {
  readonly costUsd?: number | undefined;
  readonly costBuzz?: number | undefined;
}

/** Why a call failed. */
export interface TelemetryFailure {
  readonly class: ErrorClass | 'aborted';
  /** Whether it is certain that nothing was started, so that nothing was billed. */
  readonly isUnstarted: boolean;
  /** Name of the error, or its HTTP status. */
  readonly errorType: string;
  /** Its message, where prompts are recorded. */
  readonly message?: string | undefined;
}

/** What became of a call. */
export interface TelemetryOutcome extends TelemetryCost {
  readonly images: number;
  /** Images that were paid before. */
  readonly cached: number;
  /** Longest wait of an image for its turn, in milliseconds. */
  readonly queuedMs: number;
  /** Models that were tried, the one that served among them. */
  readonly attempts: number;
  /** Who served, where a fallback says so. */
  readonly servedBy?: string | undefined;
  readonly warnings: number;
}

/** Something that happened to a call. */
export type TelemetryEvent = TelemetryCall &
  (
    | {
        readonly type: 'start';
        readonly n: number;
        readonly aspectRatio?: string | undefined;
        readonly size?: string | undefined;
        /** Where prompts are recorded. */
        readonly prompt?: string | undefined;
      }
    | ({
        readonly type: 'step';
        readonly durationMs: number;
        /** Where it failed. */
        readonly failure?: TelemetryFailure | undefined;
      } & Pick<CallStep, 'kind' | 'about'>)
    | ({ readonly type: 'end'; readonly durationMs: number } & TelemetryOutcome)
    | ({ readonly type: 'failed'; readonly durationMs: number } & TelemetryFailure & TelemetryCost)
  );

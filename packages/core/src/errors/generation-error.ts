import { AISDKError } from '@ai-sdk/provider';

/** What every error about a generation says besides its message. */
export interface GenerationDetails {
  readonly provider: string;
  readonly modelId: string;
  /** Id of the request or deferred job, where the service names one. */
  readonly requestId?: string | undefined;
  /** Id of the workflow, where the service works in workflows. */
  readonly workflowId?: string | undefined;
  /** What was billed although no image came of it. */
  readonly cost?: GenerationCost | undefined;
}

/** A billed amount, in the currency of the service. */
export type GenerationCost = { readonly usd: number } | { readonly buzz: number };

/** Puts the marker of its class on an error, hidden from logs. */
export function mark(error: AISDKError, marker: symbol): void {
  Object.defineProperty(error, marker, { value: true });
}

/** Whether an error carries the marker that its class sets; works across copies of this package. */
export function hasMarker(error: unknown, marker: symbol): boolean {
  return AISDKError.isInstance(error) && marker in error;
}

/** What the errors about a generation have in common, apart from those that are a failed call. */
export abstract class GenerationError extends AISDKError implements GenerationDetails {
  readonly provider: string;
  readonly modelId: string;
  readonly requestId: string | undefined;
  readonly workflowId: string | undefined;
  readonly cost: GenerationCost | undefined;

  constructor(
    name: string,
    marker: symbol,
    options: GenerationDetails & { readonly message: string; readonly cause?: unknown },
  ) {
    super({ name, message: options.message, cause: options.cause });
    mark(this, marker);
    this.provider = options.provider;
    this.modelId = options.modelId;
    this.requestId = options.requestId;
    this.workflowId = options.workflowId;
    this.cost = options.cost;
  }
}

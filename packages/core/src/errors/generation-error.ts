import { AISDKError } from '@ai-sdk/provider';

/** What every error about a generation says besides its message. */
export interface GenerationDetails {
  readonly provider: string;
  readonly modelId: string;
  /** Id of the request or deferred job, where the service names one. */
  readonly requestId?: string | undefined;
  /** Id of a deferred job, which collects its images. */
  readonly jobId?: string | undefined;
  /** Id of the workflow, where the service works in workflows. */
  readonly workflowId?: string | undefined;
  /** Key that the request was sent under: the same key is answered with the same workflow. */
  readonly externalId?: string | undefined;
  /** What was billed although no image came of it. */
  readonly cost?: GenerationCost | undefined;
}

/** A billed amount, in the currency of the service. */
export interface GenerationCost {
  readonly usd?: number | undefined;
  readonly buzz?: number | undefined;
}

/** What collects a request later without paying again, to be spread into `providerOptions.<name>`. */
export type Resume =
  | { readonly jobId: string }
  | { readonly workflowId: string }
  | { readonly externalId: string };

/**
 * What collects a request, by the surest id that is known of it; `undefined` where nothing can.
 *
 * @example
 * await generateImage({ model, prompt, providerOptions: { civitai: { ...error.resume } } });
 */
export function resumeOf({ jobId, workflowId, externalId }: Partial<GenerationDetails>): Resume | undefined {
  if (jobId !== undefined) return { jobId };
  if (workflowId !== undefined) return { workflowId };
  return externalId === undefined ? undefined : { externalId };
}

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
  readonly jobId: string | undefined;
  readonly workflowId: string | undefined;
  readonly externalId: string | undefined;
  /** What collects the request later, to be spread into `providerOptions.<name>`. */
  readonly resume: Resume | undefined;
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
    this.jobId = options.jobId;
    this.workflowId = options.workflowId;
    this.externalId = options.externalId;
    this.resume = resumeOf(options);
    this.cost = options.cost;
  }
}

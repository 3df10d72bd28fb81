import type { GenerationCost, Resume } from '../errors/generation-error.ts';
import type { RateLimit } from '../time/rate-limit.ts';
import type { RateLimitSetting } from '../settings/rate-limit.ts';

/** Who is asked for which model: two models with the same identity make the same images and share one account. */
export interface ModelIdentity {
  /** Name of the service, e.g. `'xAI'`. */
  readonly service: string;
  readonly baseURL: string;
  readonly modelId: string;
  /** The beginning of the SHA-256 of the key in hex, never the key. */
  readonly account: string;
}

/** What a model can do, as far as it is known before a request. */
export interface ModelCapabilities {
  /** `'width:height'`; absent where any is passed on. */
  readonly aspectRatios?: readonly string[] | undefined;
  readonly resolutions?: readonly string[] | undefined;
  /** Images that one billed request makes at most. */
  readonly maxImagesPerRequest: number;
  /** Source images of an edit, 0 where there are none. */
  readonly maxFiles: number;
  readonly mask: boolean;
  readonly seed: boolean;
  /** By what a request that was started is collected without paying again; empty where nothing does. */
  readonly resumesBy: readonly ('jobId' | 'workflowId' | 'externalId')[];
  /** Whether a request under a key of the caller (`externalId`) is carried out once, however often it is sent. */
  readonly isKeyed: boolean;
  /** Whether it uploads its images to addresses of the caller. */
  readonly uploads: boolean;
  /** In which currency it bills. */
  readonly currency: 'usd' | 'buzz';
  /** What the service documents. */
  readonly rateLimit?: RateLimit | undefined;
}

/** What became of a request that was started before. */
export interface FoundRequest {
  /** `absent`: the service does not know it, or not any more. */
  readonly state: 'running' | 'done' | 'failed' | 'absent';
  /** What collects it, where it can be collected. */
  readonly resume?: Resume | undefined;
  /** What it has cost so far, where the service says. */
  readonly cost?: GenerationCost | undefined;
}

/** What the events of every provider have in common. */
export interface ProgressEvent {
  readonly callId: string;
  readonly status: string;
  readonly resume?: Resume | undefined;
  /** The pictures that are paid, before they are fetched. */
  readonly paid?: readonly { readonly index: number; readonly url?: string | undefined }[] | undefined;
}

/** Addresses of one image in a bucket of the caller: where the service puts it, and where it is read. */
export interface UploadTarget {
  readonly put: string;
  readonly get: string;
}

/** What a model is to do otherwise. */
export interface ModelChanges {
  readonly rateLimit?: RateLimitSetting | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
  /** One target for each image, in their order; only where `capabilities.uploads`. */
  readonly uploadTo?: readonly UploadTarget[] | undefined;
}

/** Settings of one question to the service. */
export interface PortCall {
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** One request of a batch of a service. */
export interface BatchPortRequest {
  readonly id: string;
  readonly prompt: string;
  readonly n?: number | undefined;
  readonly aspectRatio?: `${number}:${number}` | undefined;
  readonly size?: `${number}x${number}` | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** A result of a batch. */
export interface BatchPortResult {
  readonly id: string;
  readonly status: 'succeeded' | 'refused' | 'failed' | 'cancelled' | 'unknown';
  readonly cost?: GenerationCost | undefined;
  readonly error?: unknown;
  /** Fetches the images; absent unless it succeeded. */
  readonly load?: ((call?: PortCall) => Promise<readonly Uint8Array<ArrayBuffer>[]>) | undefined;
}

/** Requests that are worked on within a day, where a service takes them. */
export interface BatchPort {
  /** Makes a batch, at first without requests where there are none: then its id is known before anything costs money. */
  create(
    name: string,
    requests: readonly BatchPortRequest[],
    call?: PortCall,
  ): Promise<{ readonly id: string }>;
  add(id: string, requests: readonly BatchPortRequest[], call?: PortCall): Promise<void>;
  /** The ids of the requests that are in it. */
  requests(id: string, call?: PortCall): AsyncIterable<string>;
  results(id: string, call?: PortCall): AsyncIterable<BatchPortResult>;
}

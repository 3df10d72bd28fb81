import type { GenerationCost, Resume } from '../errors/generation-error.ts';
import type { GeneratedImage } from '../image/generated-image.ts';
import type { SourceImage } from '../image/source-image.ts';
import type { ImageWarning } from '../messages/warning.ts';
import type { JsonObject } from '../schema/json.ts';
import type { OptionKeys } from './option-keys.ts';
import type {
  BatchPort,
  FoundRequest,
  ModelCapabilities,
  ModelChanges,
  ModelIdentity,
  PortCall,
} from './port.ts';

/**
 * What a service that makes images has to offer; the core makes `ImageModelV1` to `V4` of it.
 *
 * The core validates the call, splits it, settles the parts and shapes the result. A backend translates one
 * request into its wire format and back, and throws typed errors.
 */
export interface ImageBackend {
  /** Provider name as AI SDK shows it, e.g. `'xai.image'`. */
  readonly provider: string;
  /** Key of this backend in `providerOptions` and `providerMetadata`, e.g. `'xai'`. */
  readonly metadataKey: string;
  /** What of `providerOptions` was meant for it though it stands elsewhere; told by a warning. */
  readonly optionKeys?: OptionKeys | undefined;
  readonly modelId: string;
  /** Name of the service for messages, where one provider speaks to several. */
  readonly service?: string;
  /** Most images one billed request can ask for; the core never asks for more. */
  readonly maxImagesPerRequest: number;
  /** Most images that one call may pay for, where the user of the provider has set it; more are refused. */
  readonly maxImages?: number | undefined;
  /**
   * What a call costs, without asking anybody, e.g. `'about 20 USD'`, or why that is not known; `undefined` where it pays
   * nothing, as it collects what was started before.
   */
  readonly describePrice?: ((parameters: ImageParameters) => string | undefined) | undefined;
  /** Longest time for one call in milliseconds, from which `endsAt` of its requests follows; default no limit. */
  readonly timeoutMs?: number | undefined;
  /** Whether source images (edits) can be sent. */
  readonly supportsFiles: boolean;
  /** Whether a mask can be sent. Without support a mask is refused before anything is sent. */
  readonly supportsMask: boolean;
  /** Whether a seed can be sent; default `false`, and a seed is told by a warning. */
  readonly supportsSeed?: boolean | undefined;
  /** What its models inherit from, e.g. that of a class by which a workflow takes them apart. */
  readonly prototype?: object | undefined;
  /** One call is one billed request. Validates and maps synchronously before its first byte is sent. */
  generate(request: ImageRequest): Promise<ImageResponse>;
  /** Starts a request without waiting for its images; absent where nothing collects them later. */
  start?(request: ImageRequest): Promise<StartedRequest>;
  /** What middleware and bulk runs ask of it, which know no provider; absent where it has nothing to say. */
  readonly port?: BackendPort | undefined;
}

/** A request that was started. */
export interface StartedRequest {
  /** What collects its images, to be spread into `providerOptions.<name>`; `undefined` where they came at once. */
  readonly resume: Resume | undefined;
  /** The images, of a service that answered with them instead; else empty. */
  readonly images: readonly GeneratedImage[];
  readonly warnings: readonly ImageWarning[];
}

/** What a backend offers beside making images; `RecoveryPort` is what a model makes of it. */
export interface BackendPort {
  readonly capabilities: ModelCapabilities;
  /** @throws LoadAPIKeyError */
  identify(): Promise<ModelIdentity>;
  price(parameters: ImageParameters): Promise<GenerationCost | undefined>;
  find(resume: Resume, call: PortCall): Promise<FoundRequest>;
  with(changes: ModelChanges): ImageBackend;
  readonly batch?: BatchPort | undefined;
}

/** What a request of at most `maxImagesPerRequest` images asks for. */
export interface ImageParameters {
  readonly prompt: string | undefined;
  /** Images this request asks for. */
  readonly n: number;
  /** Index of this request's first image within the whole call. */
  readonly offset: number;
  /** Images the whole call asks for. */
  readonly total: number;
  /** `'W:H'`, syntactically valid. */
  readonly aspectRatio: string | undefined;
  /** `'WxH'` in pixels, syntactically valid. */
  readonly size: string | undefined;
  /** As the caller gave it; only where `supportsSeed`. */
  readonly seed?: number | undefined;
  readonly sources: readonly SourceImage[];
  readonly mask: SourceImage | undefined;
  /** `providerOptions[metadataKey]` as the caller gave it. */
  readonly options: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly abortSignal: AbortSignal | undefined;
}

/** One request: a whole call, or one part of a split call. */
export interface ImageRequest extends ImageParameters {
  /** Tells calls apart that run at once: the same for all requests of one. */
  readonly callId: string;
  /** By `performance.now()`: a request that waits for its turn is not sent any more after that, as images take time. */
  readonly startsBy: number;
  /** When the time of the whole call is up, by `performance.now()`, however often a request of it is repeated. */
  readonly endsAt: number;
}

/** What one request brought back. Fewer images than asked is not an error: say why in `warnings`. */
export interface ImageResponse {
  readonly images: readonly GeneratedImage[];
  readonly warnings: readonly ImageWarning[];
  /** The record of the request itself: ids, cost, counts, `missing`. Reaches callers as `requests[i]` beside `images`. */
  readonly request: JsonObject;
  /** The model that served the request, which may differ from the one asked for. */
  readonly modelId: string;
  readonly headers: Record<string, string> | undefined;
  readonly usage?: ImageUsage;
}

/** Tokens, where a model meters them. */
export interface ImageUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly totalTokens: number | undefined;
}

import type { BackendName, Fault, ReceivedRequest } from '@grok-image/emulator';
import type { ImageResult, Version } from './ai-sdk.ts';
import type { RecordedAnswer } from './recorder.ts';

/** A service as the contract suite needs to know it: everything in which backends differ is data in here. */
export interface BackendUnderTest {
  /** Name in test titles. */
  readonly name: string;
  /** Its part of the emulator. */
  readonly emulator: BackendName;
  /** Key in `providerOptions` and `providerMetadata`. */
  readonly key: string;
  readonly modelId: string;
  /** An id, and the one that the answer to it names. */
  readonly served: { readonly modelId: string; readonly by: string };
  /** An id that works but is told to be deprecated, if there is one. */
  readonly deprecatedModelId?: string | undefined;
  /** An id of another maker's model, where such are refused; absent where every id is passed on. */
  readonly foreignModelId?: string | undefined;
  readonly createProvider: Readonly<Record<Version, (settings: ProviderSettings) => ProviderUnderTest>>;
  imageMetadata(result: ImageResult): readonly ImageMetadata[];
  requestMetadata(result: ImageResult): readonly { readonly delivered: number }[];
  /** Environment variable that holds the key. */
  readonly apiKeyVariable: string;
  /** How calls for many images become requests, by the number of images each asks for. */
  readonly splits: readonly { readonly n: number; readonly requests: readonly number[] }[];
  /** What a submit is: paid every time it is sent, or one job and one charge however often it is sent. */
  readonly submit: 'billable' | 'idempotent';
  /** Images that a submitted body asks for. */
  imagesAsked(body: unknown): number;
  /** Image addresses and data URLs that a submitted body holds as sources. */
  sourcesSent(body: unknown): readonly string[];
  /** Field of an image's metadata with its share of the cost, in the unit of the ledger; absent if answers say none. */
  readonly costField?: string | undefined;
  /** The amount that an error carries for a ledger cost. */
  errorCost(ledgerCost: number): object | undefined;
  /** What one image of `call` costs, in the unit of the ledger. */
  readonly pricePerImage: number;
  /** Provider options under which a call starts a job and polls it without waiting long; absent if there are no jobs. */
  readonly pollingOptions?: object | undefined;
  /** Name of the error when a job was started and no look at it succeeds. */
  readonly lostJob?: string | undefined;
  /** Field of an error that names the request or the job. */
  readonly idField: 'requestId' | 'workflowId';
  /** Provider options under which prompts come back revised, and whether each image has a text of its own; absent if they do not. */
  readonly revision?: { readonly providerOptions: object; readonly isPerImage: boolean } | undefined;
  /** Every shape in which a service can refuse a whole request. */
  readonly refusals: readonly Refusal[];
  /** One image of several is refused, and how the warning says so. */
  readonly refuseOne: { readonly fault: Fault; readonly warning: RegExp };
  /** The whole answer to a submit is there but holds no image. */
  readonly emptyAnswer: Fault;
  /** Tokens in an answer, and how they reach AI SDK 6 and 7. */
  readonly meteredAnswer?: { readonly fault: Fault; readonly usage: object } | undefined;
  /** 0 if there are no edits. */
  readonly maxSources: number;
  /** Whether an edit may come without a text. */
  readonly editsWithoutPrompt: boolean;
  /** A misspelt option, and what the error suggests. */
  readonly misspeltOption: { readonly given: string; readonly suggested: string };
  readonly wire: WireFormat;
}

/** One way to refuse. */
export interface Refusal {
  readonly name: string;
  readonly fault: Fault;
  readonly isBilled: boolean;
  readonly providerOptions?: object;
}

/** Settings that every provider takes. */
export interface ProviderSettings {
  apiKey?: string;
  baseURL: string;
  /** Milliseconds. */
  timeout?: number;
  rateLimit?: false;
  fetch?: typeof globalThis.fetch;
}

export interface ProviderUnderTest {
  image(modelId: string): ModelUnderTest;
  imageModel(modelId: string): ModelUnderTest;
  languageModel(modelId: string): unknown;
}

/** A model of any version, called directly. */
export interface ModelUnderTest {
  readonly specificationVersion: Version;
  readonly provider: string;
  readonly modelId: string;
  readonly maxImagesPerCall: number;
  doGenerate(options: DirectCall): Promise<DirectResult>;
}

/** Options of `doGenerate`, loose for the same reason as `ImageCall`. */
export interface DirectCall {
  prompt: unknown;
  n: unknown;
  size: unknown;
  aspectRatio: unknown;
  seed: unknown;
  /** Since V3. */
  files?: unknown;
  mask?: unknown;
  headers?: unknown;
  providerOptions: unknown;
}

export interface DirectResult {
  readonly images: readonly Uint8Array[];
  readonly response: { readonly providerMetadata?: unknown };
}

/** What every backend says about an image. */
export interface ImageMetadata {
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly revisedPrompt?: string;
  readonly url?: string;
}

/** The published description of what travels, as JSON Schema, and which part of it a request is about. */
export interface WireFormat {
  readonly schema: object;
  /** Name in `$defs` for the body of a request; `undefined` for a request without one. */
  requestDefinition(request: Pick<ReceivedRequest, 'method' | 'path'>): string | undefined;
  /** Name in `$defs` for the body of an answer; `undefined` when it is not described, e.g. an image. */
  answerDefinition(answer: RecordedAnswer): string | undefined;
}

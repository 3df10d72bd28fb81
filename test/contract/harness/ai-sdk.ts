import * as ai4 from 'ai4';
import * as ai5 from 'ai5';
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';

/** Versions of the image-model specification. */
export type Version = 'v1' | 'v2' | 'v3' | 'v4';

export const versions: readonly Version[] = ['v1', 'v2', 'v3', 'v4'];

/** Options of `generateImage` of any major. Loose, so that a test can pass what the types of a major forbid. */
export interface ImageCall {
  model: unknown;
  prompt: unknown;
  n?: unknown;
  maxImagesPerCall?: unknown;
  size?: unknown;
  aspectRatio?: unknown;
  seed?: unknown;
  providerOptions?: unknown;
  maxRetries?: unknown;
  abortSignal?: unknown;
  headers?: unknown;
}

/** A generated file of any major: `mimeType` in AI SDK 4, `mediaType` since AI SDK 5. */
export interface GeneratedFile {
  readonly base64: string;
  readonly uint8Array: Uint8Array;
  readonly mimeType?: string;
  readonly mediaType?: string;
  readonly providerMetadata?: unknown;
}

/** What `generateImage` of any major resolves to. */
export interface ImageResult {
  readonly image: GeneratedFile;
  readonly images: readonly GeneratedFile[];
  readonly warnings: readonly object[];
  readonly responses: readonly { readonly modelId: string; readonly providerMetadata?: unknown }[];
  readonly providerMetadata?: unknown;
  readonly usage?: unknown;
  readonly calls?: readonly unknown[];
}

interface ErrorClass {
  isInstance(error: unknown): boolean;
}

interface Registry {
  imageModel(id: string): unknown;
}

/** One major of the AI SDK, as far as image models meet it. */
export interface AiSdk {
  readonly major: 4 | 5 | 6 | 7;
  /** Specification versions that its `generateImage` takes, its own last. */
  readonly accepts: readonly Version[];
  readonly hasFiles: boolean;
  generateImage(call: ImageCall): Promise<ImageResult>;
  createProviderRegistry(providers: Record<string, unknown>): Registry;
  customProvider(settings: { imageModels?: Record<string, unknown>; fallbackProvider?: unknown }): Registry;
  wrapImageModel?(options: { model: unknown; middleware: object }): unknown;
  readonly APICallError: ErrorClass;
  readonly InvalidArgumentError: ErrorClass;
  readonly LoadAPIKeyError: ErrorClass;
  readonly NoImageGeneratedError: ErrorClass;
  readonly NoSuchModelError: ErrorClass;
  readonly NoSuchProviderError: ErrorClass;
  readonly RetryError: ErrorClass;
  readonly UnsupportedFunctionalityError: ErrorClass;
}

/** The real AI SDKs, oldest first. */
export const aiSdks: readonly AiSdk[] = [
  {
    ...ai4,
    major: 4,
    accepts: ['v1'],
    hasFiles: false,
    generateImage: ai4.experimental_generateImage,
  },
  {
    ...ai5,
    major: 5,
    accepts: ['v2'],
    hasFiles: false,
    generateImage: ai5.experimental_generateImage,
  },
  { ...ai6, major: 6, accepts: ['v2', 'v3'], hasFiles: true },
  { ...ai7, major: 7, accepts: ['v2', 'v3', 'v4'], hasFiles: true },
];

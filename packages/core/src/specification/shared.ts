import type { ImageBackend, StartedRequest } from '../generate/backend.ts';
import { invalidArgument } from '../messages/invalid-argument.ts';
import { maxImagesPerCall, type ImageCallOptions } from '../generate/call.ts';
import { generate, type Generation, type ProviderMetadata } from '../generate/generate.ts';
import { start, type StartOptions } from '../generate/start.ts';
import type { ImageFile } from '../image/source-image.ts';
import { noSuchModel } from './no-such-model.ts';
import { withPort } from './port.ts';

/** Options of `doGenerate` that are the same in every specification version. */
export interface ImageModelCallOptions {
  prompt: string | undefined;
  n: number;
  size: `${number}x${number}` | undefined;
  aspectRatio: `${number}:${number}` | undefined;
  seed: number | undefined;
  /** Any JSON: each major types it a little differently, and backends check it themselves. */
  providerOptions: Record<string, Record<string, unknown>>;
  abortSignal?: AbortSignal | undefined;
  headers?: Record<string, string | undefined> | undefined;
}

/** Source images and mask, which the specification has since V3. */
export interface ImageModelFileOptions {
  files: ImageFile[] | undefined;
  mask: ImageFile | undefined;
}

/** The response record of every version. `providerMetadata` on it is ours: the one place AI SDK 4 keeps. */
export interface ImageModelResponse {
  timestamp: Date;
  modelId: string;
  headers: Record<string, string> | undefined;
  providerMetadata: ProviderMetadata;
}

/** The properties that a model of every version has. */
export interface ImageModelBase<VERSION extends string, OPTIONS, RESULT> {
  readonly specificationVersion: VERSION;
  readonly provider: string;
  readonly modelId: string;
  /** A plain number: AI SDK 4 makes no call at all for a function. */
  readonly maxImagesPerCall: number;
  doGenerate(options: OPTIONS): Promise<RESULT>;
  /**
   * Starts a request of at most as many images as one request makes, and gives at once what collects them: for a server
   * action or a queue that collects elsewhere.
   *
   * @throws UnsupportedFunctionalityError where nothing collects images later, InvalidArgumentError, both before anything
   * is sent; the errors of `doGenerate`
   * @example
   * const { resume } = await grok.image('grok-imagine-image').start({ prompt: 'A cat in a tree' });
   * await generateImage({ model, prompt: 'A cat in a tree', providerOptions: { xai: { ...resume } } });
   */
  start(options: StartOptions): Promise<StartedRequest>;
}

const accessors = new Map<string, PropertyDescriptor>();

/**
 * An accessor: later majors answer for older models with a version of their own, through a proxy, which JavaScript forbids
 * for a frozen value. One for all models of a version, as each call may make one: V8 would make a class of its own for an
 * object with an accessor of its own, and keep all that this closes over for long.
 */
function accessorOf(version: string): PropertyDescriptor {
  const accessor = accessors.get(version) ?? { get: () => version, enumerable: true, configurable: true };
  accessors.set(version, accessor);
  return accessor;
}

/** Makes the model of one version: a frozen object over closures, which works behind any proxy. */
export function createModel<VERSION extends string, RESULT, EXTRAS extends object>(
  version: VERSION,
  backend: ImageBackend,
  extras: EXTRAS,
  toResult: (generation: Generation) => RESULT,
): ImageModelBase<VERSION, ImageModelCallOptions & Partial<ImageModelFileOptions>, RESULT> & EXTRAS {
  const doGenerate = async (options: ImageCallOptions) => toResult(await generate(backend, options));
  const model = {
    ...extras,
    specificationVersion: version,
    provider: backend.provider,
    modelId: backend.modelId,
    maxImagesPerCall,
    doGenerate,
    start: (options: StartOptions) => start(backend, options),
  };
  Object.defineProperty(model, 'specificationVersion', accessorOf(version));
  if (backend.prototype) Object.setPrototypeOf(model, backend.prototype);
  const toModel = (other: ImageBackend) => createModel(version, other, extras, toResult);
  return Object.freeze(withPort(model, backend, { doGenerate, toModel }));
}

/** What `createProvider…` needs to know of a service. */
export interface ProviderDefinition<ID extends string, EXTRAS extends object, OPTIONS = never> {
  /** Makes the backend of a model id; called for every `.image(id)`, with its options as they were given. */
  readonly backend: (modelId: ID, options: OPTIONS | undefined) => ImageBackend;
  /** What the provider offers beside models, e.g. `estimateCost`. */
  readonly extras: EXTRAS;
}

/** The members that a provider of every version has. */
export interface ProviderBase<ID extends string, MODEL, OPTIONS> {
  /** Always throws NoSuchModelError: other providers make language models when they are called. */
  (modelId: string): never;
  /**
   * Makes an image model. Each major of AI SDK takes models of its own version, which its entry makes: AI SDK 7 the entry
   * itself, AI SDK 6 its `/v3`, AI SDK 5 its `/v2`, AI SDK 4 its `/v1`. What another one made is an
   * `UnsupportedModelVersionError` there, or does not compile.
   *
   * @param options - what this model is to do otherwise than its provider
   */
  image(modelId: ID, options?: OPTIONS): MODEL;
  /** The same, by the name that registries ask for. */
  imageModel(modelId: ID, options?: OPTIONS): MODEL;
  languageModel(modelId: string): never;
}

/** Makes the provider of one version. */
export function createProvider<
  ID extends string,
  EXTRAS extends object,
  OPTIONS,
  MODEL,
  MEMBERS extends object,
>(
  { backend, extras }: ProviderDefinition<ID, EXTRAS, OPTIONS>,
  toModel: (backend: ImageBackend) => MODEL,
  members: MEMBERS,
): ProviderBase<ID, MODEL, OPTIONS> & MEMBERS & EXTRAS {
  const image = (modelId: ID, options?: OPTIONS) => {
    // Without one, a service takes a model of its own, and bills it.
    if (typeof modelId !== 'string' || modelId.trim() === '') {
      throw invalidArgument('modelId', modelId, 'the id of a model, e.g. grok-imagine-image');
    }
    return toModel(backend(modelId, options));
  };
  const languageModel = noSuchModel('languageModel');
  const called = (modelId: string) => languageModel(modelId);
  return Object.freeze(
    Object.assign(called, { ...extras, ...members, image, imageModel: image, languageModel }),
  );
}

import type { GenerationCost, Resume } from '../errors/generation-error.ts';
import { GenerationTimeoutError } from '../errors/generation-timeout-error.ts';
import type { BackendPort, ImageBackend } from '../generate/backend.ts';
import { readCall, type ImageCallOptions } from '../generate/call.ts';
import type { FoundRequest, ModelChanges, PortCall } from '../generate/port.ts';
import { withDeadline } from '../time/wait.ts';

/**
 * What a model offers to middleware and bulk runs, which import no provider: who it is, what a call costs, what became of
 * an earlier request, and the same model with other habits.
 */
export interface RecoveryPort<MODEL, RESULT> extends Pick<
  BackendPort,
  'capabilities' | 'identify' | 'batch'
> {
  /** Under which its options stand in `providerOptions`, and its metadata in `providerMetadata`. */
  readonly metadataKey: string;
  /** What a call would cost; `undefined` where no price is known. Throws as the call would before it is sent. */
  price(options: ImageCallOptions): Promise<GenerationCost | undefined>;
  /**
   * Looks once what became of a request. Pays nothing.
   *
   * @throws GenerationTimeoutError where a service says nothing for five minutes
   */
  find(resume: Resume, call?: PortCall): Promise<FoundRequest>;
  /**
   * Waits for the images of a request that was started before, and pays nothing.
   *
   * @param call.n - images that it was asked for
   */
  collect(resume: Resume, call?: PortCall & { readonly n?: number | undefined }): Promise<RESULT>;
  /** The same model with another limiter, somebody who hears of its progress, or a bucket. */
  with(changes: ModelChanges): MODEL;
}

const key: unique symbol = Symbol.for('grok-image.recovery-port');

/** Has the port of a model under a key that no log shows. */
export type WithPort<MODEL, RESULT> = { readonly [key]?: RecoveryPort<MODEL, RESULT> };

/**
 * The port of a model; `undefined` for a model of another family, or one behind a wrapper that hides it.
 *
 * @example
 * const found = await recoveryPortOf(model)?.find({ jobId });
 */
export function recoveryPortOf<MODEL extends object, RESULT = unknown>(
  model: MODEL & WithPort<MODEL, RESULT>,
): RecoveryPort<MODEL, RESULT> | undefined {
  return model[key];
}

/**
 * Hands the port of a model on to the one that stands before it.
 *
 * @param remake - puts the same before a model that is to do something otherwise, so that `with` does not lose it
 */
export function carryPort<MODEL extends object>(
  from: MODEL,
  to: MODEL,
  remake: (changed: MODEL) => MODEL,
): MODEL {
  const port = recoveryPortOf<MODEL>(from);
  if (port === undefined) return to;
  const carried = { ...port, with: (changes: ModelChanges) => remake(port.with(changes)) };
  return Object.defineProperty(to, key, { value: Object.freeze(carried) });
}

/** Puts the port of a backend on the model that is made of it. */
export function withPort<MODEL extends object, RESULT>(
  model: MODEL,
  backend: ImageBackend,
  {
    doGenerate,
    toModel,
  }: {
    readonly doGenerate: (options: ImageCallOptions) => Promise<RESULT>;
    readonly toModel: (backend: ImageBackend) => MODEL;
  },
): MODEL {
  const { port } = backend;
  if (port === undefined) return model;
  return Object.defineProperty(model, key, { value: toPort(port, backend, { doGenerate, toModel }) });
}

/** Longest look at a service, in milliseconds: a list of thousands has many pages. */
const longestLookMs = 300_000;

function findInTime(
  port: BackendPort,
  { provider, modelId }: ImageBackend,
  resume: Resume,
  call: PortCall,
): Promise<FoundRequest> {
  const onTimeout = () =>
    new GenerationTimeoutError({
      message: `Failed to look a request up: the service says nothing for ${longestLookMs / 1000} s. Looking changes nothing; try again.`,
      timeoutMs: longestLookMs,
      provider,
      modelId,
      ...resume,
    });
  return withDeadline({ timeoutMs: longestLookMs, abortSignal: call.abortSignal, onTimeout }, abortSignal =>
    port.find(resume, { ...call, abortSignal }),
  );
}

function toPort<MODEL, RESULT>(
  port: BackendPort,
  backend: ImageBackend,
  how: {
    readonly doGenerate: (options: ImageCallOptions) => Promise<RESULT>;
    readonly toModel: (backend: ImageBackend) => MODEL;
  },
): RecoveryPort<MODEL, RESULT> {
  const { capabilities, batch } = port;
  return Object.freeze({
    capabilities,
    metadataKey: backend.metadataKey,
    identify: () => port.identify(),
    async price(options: ImageCallOptions) {
      const call = readCall(backend, options);
      return port.price({ ...call, offset: 0, total: call.n });
    },
    find: (resume: Resume, call: PortCall = {}) => findInTime(port, backend, resume, call),
    collect: (
      { ...resume }: Resume,
      { n = 1, headers, abortSignal }: PortCall & { n?: number | undefined } = {},
    ) =>
      how.doGenerate({
        // Nothing of it is sent.
        prompt: 'What was asked for before',
        n,
        size: undefined,
        aspectRatio: undefined,
        seed: undefined,
        providerOptions: { [backend.metadataKey]: resume },
        headers,
        abortSignal,
      }),
    with: (changes: ModelChanges) => how.toModel(port.with(changes)),
    ...(batch && { batch }),
  });
}

import type { AiSdk, ImageCall, ImageResult, Version } from './ai-sdk.ts';
import { aiSdks } from './ai-sdk.ts';
import type {
  BackendUnderTest,
  DirectCall,
  ModelUnderTest,
  ProviderSettings,
  ProviderUnderTest,
} from './backend-under-test.ts';
import type { Stage } from './stage.ts';

/** A backend in one AI SDK major, as one specification version. */
export interface Subject {
  readonly backend: BackendUnderTest;
  readonly sdk: AiSdk;
  readonly version: Version;
  readonly stage: Stage;
  provider(settings?: Partial<ProviderSettings>): ProviderUnderTest;
  model(settings?: Partial<ProviderSettings>): ModelUnderTest;
  /** `generateImage` with the usual model and prompt, except where the call says otherwise. */
  generate(call?: Partial<ImageCall>): Promise<ImageResult>;
  /** The part of a call that makes it an edit of these sources, in the way that this major has for it. */
  editOf(sources: readonly string[]): Partial<ImageCall>;
}

/** What a call says unless a test says otherwise. */
export const call = { prompt: 'A cat in a tree', n: 1 } as const;

/** The same for a model that is called without AI SDK. */
export const directCall: DirectCall = {
  ...call,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  providerOptions: {},
};

/** Every AI SDK major with every specification version it accepts. */
export const combinations: readonly { readonly sdk: AiSdk; readonly version: Version }[] = aiSdks.flatMap(
  sdk => sdk.accepts.map(version => ({ sdk, version })),
);

/** How a combination is called in test titles; the reporter counts by it. */
export function titleOf({ sdk, version }: { sdk: AiSdk; version: Version }): string {
  return `AI SDK ${sdk.major} with ImageModel${version.toUpperCase()}`;
}

export function createSubject(
  backend: BackendUnderTest,
  stage: Stage,
  sdk: AiSdk,
  version: Version,
): Subject {
  const provider = (settings: Partial<ProviderSettings> = {}) =>
    backend.createProvider[version]({ ...stage.settings, ...settings });
  const model = (settings: Partial<ProviderSettings> = {}) => provider(settings).image(backend.modelId);
  return {
    backend,
    sdk,
    version,
    stage,
    provider,
    model,
    generate: (changes = {}) => sdk.generateImage({ model: model(), ...call, ...changes }),
    editOf: sources =>
      sdk.hasFiles
        ? { prompt: { text: call.prompt, images: sources } }
        : { providerOptions: { [backend.key]: { images: sources } } },
  };
}

/** The error of a promise that has to reject. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('nothing');
  const error = await promise.then(
    () => nothing,
    (reason: unknown) => reason,
  );
  if (error === nothing) throw new TypeError('The promise was fulfilled.');
  return error;
}

/** The error of a function that has to throw. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new TypeError('Nothing was thrown.');
}

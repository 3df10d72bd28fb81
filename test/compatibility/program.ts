import { createXai as createTheirs } from '@ai-sdk/xai';
import { startEmulator, type Fault } from '@grok-image/emulator';
import { createXai as createOurs } from '@grok-image/xai';
import { generateImage } from 'ai';
import { beforeEach, onTestFinished, vi } from 'vitest';
import { emulatorOptions } from '../contract/harness/emulator-options.ts';
import { inVirtualTime } from '../contract/harness/virtual-time.ts';
import { watchFetch } from '../contract/harness/watched-fetch.ts';

/** The two packages: a program changes its import and nothing else. */
export type PackageName = '@ai-sdk/xai' | '@grok-image/xai';

const packages = { '@ai-sdk/xai': createTheirs, '@grok-image/xai': createOurs };

/** What a program asks for; the model is an id. */
export type Call = Omit<Parameters<typeof generateImage>[0], 'model' | 'prompt'> & {
  model?: string;
  prompt?: Parameters<typeof generateImage>[0]['prompt'];
};

/** What one program came to. */
export interface Outcome {
  readonly images: readonly Uint8Array[];
  readonly mediaTypes: readonly string[];
  readonly warnings: readonly string[];
  readonly revisedPrompts: readonly unknown[];
  readonly modelId: string | undefined;
  readonly metadata: object | undefined;
  readonly error: unknown;
  /** Bodies of the billable requests. */
  readonly sent: readonly unknown[];
  readonly headers: readonly Record<string, string>[];
  /** Images that were billed, by request, the largest first: requests at once are billed in any order. */
  readonly billed: readonly number[];
}

beforeEach(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
});

/** The program: one call of `generateImage` with the provider of a package, after which nothing is left. */
export async function run(name: PackageName, call: Call = {}, fault?: Fault): Promise<Outcome> {
  const emulator = await startEmulator(emulatorOptions);
  onTestFinished(() => emulator.close());
  if (fault) emulator.script(fault);
  const { model = 'grok-imagine-image', prompt = 'A cat in a tree', ...rest } = call;
  const { fetch, isBusy } = watchFetch(globalThis.fetch);
  const xai = packages[name]({ ...emulator.xai, headers: { 'X-Team': 'cats' }, fetch });
  // AI SDK waits for seconds between its attempts.
  const settled = await inVirtualTime(isBusy, () =>
    generateImage({ model: xai.image(model), prompt, maxRetries: 2, ...rest }).then(
      result => ({ result, error: undefined }),
      (error: unknown) => ({ result: undefined, error }),
    ),
  );
  const { result, error } = settled;
  const submits = emulator.requests.filter(({ role }) => role === 'submit');
  const xaiMetadata = result?.providerMetadata['xai'];
  return {
    images: result?.images.map(image => image.uint8Array) ?? [],
    mediaTypes: result?.images.map(image => image.mediaType) ?? [],
    warnings: result?.warnings.map(warning => kindOf(warning)) ?? [],
    revisedPrompts: xaiMetadata?.images.map(image => Object(image).revisedPrompt) ?? [],
    modelId: result?.responses[0]?.modelId,
    metadata: xaiMetadata,
    error,
    sent: submits.map(({ body }) => body),
    headers: submits.map(({ headers }) => headers),
    billed: emulator.ledger.map(({ images }) => images).toSorted((one, other) => other - one),
  };
}

function kindOf(warning: object): string {
  return ['type', 'feature', 'setting']
    .flatMap(field => (field in warning ? [String(Reflect.get(warning, field))] : []))
    .join(' ');
}

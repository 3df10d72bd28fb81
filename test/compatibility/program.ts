import { createXai as createTheirs } from '@ai-sdk/xai';
import { startEmulator, type Fault, type RunningEmulator } from '@grok-image/emulator';
import { createXai as createOurs } from '@grok-image/xai';
import { generateImage } from 'ai';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';

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
  /** Images that were billed, by request. */
  readonly billed: readonly number[];
}

/** An emulator for the tests of one file. */
export function useEmulator(): () => RunningEmulator {
  let running: RunningEmulator | undefined;
  const emulator = () => {
    if (running === undefined) throw new TypeError('The emulator runs in tests only.');
    return running;
  };
  beforeAll(async () => {
    running = await startEmulator({ rateLimit: false });
  });
  beforeEach(() => {
    vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
    emulator().reset();
  });
  afterAll(() => emulator().close());
  return emulator;
}

/** The program: one call of `generateImage` with the provider of a package, after which nothing is left. */
export async function run(
  name: PackageName,
  emulator: RunningEmulator,
  call: Call = {},
  fault?: Fault,
): Promise<Outcome> {
  emulator.reset();
  if (fault) emulator.script(fault);
  const { model = 'grok-imagine-image', prompt = 'A cat in a tree', ...rest } = call;
  const xai = packages[name]({ ...emulator.xai, headers: { 'X-Team': 'cats' } });
  const settled = await generateImage({ model: xai.image(model), prompt, maxRetries: 2, ...rest }).then(
    result => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error }),
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
    billed: emulator.ledger.map(({ images }) => images),
  };
}

function kindOf(warning: object): string {
  return ['type', 'feature', 'setting']
    .flatMap(field => (field in warning ? [String(Reflect.get(warning, field))] : []))
    .join(' ');
}

import { imageMetadata as civitaiMetadata } from '@grok-image/civitai';
import { imageMetadata as xaiMetadata } from '@grok-image/xai';
import { aiSdks, type AiSdk, type ImageResult } from '../../contract/harness/ai-sdk.ts';
import type { CallScript, Scenario } from '../script/scenario.ts';
import { numberIn } from '../service/picture.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { CallerSignal } from './caller-signal.ts';
import { createModel, keyOf } from './models.ts';
import { behindStack, type SharedStores } from './stack.ts';
import { textOfWarning, type Attempt, type End, type PlayedCall } from './told.ts';

/** What a call needs of the play that it is part of. */
export interface Stage {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly apiKey: string;
  readonly fetch: typeof globalThis.fetch;
  /** Ends the process of the call: nothing reaches or leaves it any more. */
  readonly kill: () => void;
  readonly isDead: () => boolean;
  /** Those of the middleware, which all calls of the play share. */
  readonly stores: SharedStores;
  /** Bills in the ledger by now. */
  readonly bills: () => number;
}

/** Longer than any deadline: then a call counts as one that never ends. */
const patienceMs = 45 * 60_000;

/** What a call asks for, in the words of `generateImage`. */
export interface AskedCall {
  readonly modelId: string;
  readonly aspectRatio: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Puts what a script asks for into those words. */
export function askedBy(
  { service, stack }: Scenario,
  { asks, engine, options = {}, key, ownKey }: CallScript,
): AskedCall {
  const isCivitai = service === 'civitai';
  const wantsAll = asks === 'ratio and resolution';
  return {
    modelId:
      engine && !wantsAll
        ? 'flux1-kontext-pro'
        : isCivitai && wantsAll
          ? 'grok-imagine-image-2.0'
          : 'grok-imagine-image',
    aspectRatio: asks === undefined ? undefined : '16:9',
    options: {
      ...(service === 'deferred' && { deferred: true }),
      ...(wantsAll && { resolution: '2k' }),
      ...(isCivitai && wantsAll && { outputFormat: 'png' }),
      ...(isCivitai && (stack === undefined || ownKey) && key !== undefined && { externalId: key }),
      ...options,
    },
  };
}

/** Makes one call of `generateImage`, aborts it or lets its process die as its script says, and waits for its end. */
export async function playGenerate(stage: Stage, index: number, script: CallScript): Promise<PlayedCall> {
  const { scenario, time, apiKey } = stage;
  const sdk = sdkOf(scenario);
  const attempts: Attempt[] = [];
  const progress: unknown[] = [];
  const caller = script.abortMs === undefined ? undefined : new CallerSignal();
  const startedAtMs = time.now();
  const { modelId, aspectRatio, options } = askedBy(scenario, script);
  const settings = {
    apiKey,
    fetch: stage.fetch,
    timeout: script.timeoutMs,
    onProgress: (event: unknown) => void progress.push(event),
  };
  const bare = createModel(scenario, modelId, settings);
  const { stack } = scenario;
  const standIn = () => createModel(scenario, modelId, settings);
  const model = watched(
    stack === undefined ? bare : behindStack(bare, stack, stage, standIn),
    attempts,
    stage,
  );
  const call = sdk.generateImage({
    model: script.wrapped ? wrapped(sdk, model) : model,
    prompt: `wish ${script.wish ?? index}`,
    n: script.n,
    aspectRatio,
    providerOptions: {
      [keyOf(scenario.service)]: options,
      ...(stack && script.key !== undefined && !script.ownKey && { grokImage: { key: script.key } }),
    },
    maxRetries: script.maxRetries,
    abortSignal: caller?.signal,
  });
  const { end, result, error } = await settle(call, { stage, script, caller });
  const images = (result?.images ?? []).map(({ uint8Array: bytes }) => ({ bytes, number: numberIn(bytes) }));
  return {
    index,
    script,
    apiKey,
    startedAtMs,
    endedAtMs: time.now(),
    end,
    result,
    error,
    images,
    attempts,
    progress: [...progress],
    warnings: (result?.warnings ?? []).map(textOfWarning),
    metadata: result ? metadataOf(scenario, result) : [],
    listeners: caller?.listeners() ?? { left: 0, atOnce: 0 },
    recovered: new Set(),
  };
}

/** Waits until a call ends, is aborted, or its process dies. */
export async function settle<T>(
  call: Promise<T>,
  {
    stage: { time, kill },
    script: { abortMs, diesMs },
    caller,
  }: { stage: Stage; script: CallScript; caller: CallerSignal | undefined },
): Promise<{ end: End; result?: T; error?: unknown }> {
  const state = { isOver: false };
  const ended = call.then(
    (result): { end: End; result: T } => ({ end: 'result', result }),
    (error: unknown): { end: End; error: unknown } => ({ end: 'error', error }),
  );
  if (caller && abortMs !== undefined) {
    void time.sleep(abortMs).then(() => {
      if (!state.isOver) caller.abort();
    });
  }
  const died =
    diesMs === undefined
      ? []
      : [
          time.sleep(diesMs).then((): { end: End } => {
            if (!state.isOver) kill();
            return { end: 'died' };
          }),
        ];
  const hung = time.sleep(patienceMs).then((): { end: End } => ({ end: 'hangs' }));
  const outcome: { end: End; result?: T; error?: unknown } = await Promise.race([ended, ...died, hung]);
  state.isOver = true;
  if (outcome.end === 'error' && caller?.signal.aborted) return { ...outcome, end: 'aborted' };
  return outcome;
}

function sdkOf({ sdk: major }: Scenario): AiSdk {
  const sdk = aiSdks.find(found => found.major === major);
  if (sdk === undefined) throw new RangeError(`Failed to play: there is no AI SDK ${major}.`);
  return sdk;
}

/** The same model, with a note of each `doGenerate`. */
function watched(model: object, attempts: Attempt[], { time, bills }: Stage): object {
  const doGenerate: unknown = Reflect.get(model, 'doGenerate');
  if (typeof doGenerate !== 'function') throw new TypeError('Failed to play: the model has no doGenerate.');
  return Object.create(model, {
    doGenerate: {
      enumerable: true,
      value: async (options: unknown): Promise<unknown> => {
        const attempt: Attempt = { startedAtMs: time.now() };
        attempts.push(attempt);
        try {
          return await Reflect.apply(doGenerate, model, [options]);
        } catch (error) {
          attempt.error = error;
          throw error;
        } finally {
          attempt.endedAtMs = time.now();
          attempt.billsAtEnd = bills();
        }
      },
    },
  });
}

/** Another middleware that keeps a list of its own, in front of ours. */
function wrapped(sdk: AiSdk, model: object): unknown {
  if (sdk.wrapImageModel === undefined) return model;
  return sdk.wrapImageModel({
    model,
    middleware: {
      specificationVersion: sdk.major === 6 ? 'v3' : 'v4',
      wrapGenerate: async ({ doGenerate }: { doGenerate: () => Promise<Record<string, unknown>> }) => {
        const result = await doGenerate();
        const images = Array.isArray(result['images']) ? result['images'] : [];
        const album = { images: images.map((_, page) => ({ page })) };
        return { ...result, providerMetadata: { album, ...Object(result['providerMetadata']) } };
      },
    },
  });
}

function metadataOf({ service }: Scenario, result: ImageResult): object[] {
  return service === 'civitai' ? civitaiMetadata(result) : xaiMetadata(result);
}

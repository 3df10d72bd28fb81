import { createCivitai } from '@grok-image/civitai';
import { createGrok, GenerationIncompleteError, ImageDownloadError } from '@grok-image/xai';
import { generateImage } from 'ai';
import { fieldOf } from '../contract/harness/field-of.ts';
import { innermost, isTyped, messageOf, speaksOfMoney, textOfWarning } from '../faults/harness/texts.ts';
import type { ServiceName } from './emulator.ts';

/** What became of one call of `generateImage`. */
export interface CallOutcome {
  readonly apiKey: string;
  readonly asked: number;
  /** Images in the result. */
  readonly delivered: number;
  /** Images that `retryDownload()` brought afterwards. */
  readonly recovered: number;
  /** Whether the error or a warning says that money was or may have been spent. */
  readonly isTold: boolean;
  /** Name of the error; `undefined` when there are images. */
  readonly error: string | undefined;
  readonly isTyped: boolean;
}

type BaseURLs = Readonly<Record<ServiceName, string>>;

/** Milliseconds: a stalled download shall not stall the run. */
const timeout = 2000;

const modelId = 'grok-imagine-image';

/** The ways of making images, in turn. */
const ways = [
  { createModel: grokModel, service: 'xai', options: {} },
  { createModel: grokModel, service: 'xai', options: { responseFormat: 'b64_json' } },
  { createModel: grokModel, service: 'xai', options: { deferred: true, pollIntervalMs: 10 } },
  { createModel: grokModel, service: 'crazyrouter', options: {} },
  {
    createModel: (baseURL: string, apiKey: string) =>
      createCivitai({ baseURL, apiKey, timeout }).image(modelId),
    service: 'civitai',
    options: {},
  },
] as const;

function grokModel(baseURL: string, apiKey: string, gateway: ServiceName) {
  return createGrok({ baseURL, apiKey, timeout, gateway: gateway === 'crazyrouter' ? gateway : 'xai' }).image(
    modelId,
  );
}

/** Few, so that the emulator has painted them all after a while. */
const prompts = ['A cat in a tree', 'A lighthouse at dusk', 'A red bicycle'];

/** Images that call number `index` asks for: one to four. */
export function imagesOf(index: number): number {
  return (index % 4) + 1;
}

/** Makes one call, under a key of its own, by which its bill is found. */
export async function makeCall(
  index: number,
  baseURLs: BaseURLs,
  abortSignal: AbortSignal,
): Promise<CallOutcome> {
  const { createModel, service, options } = ways[index % ways.length] ?? ways[0];
  const apiKey = `${service === 'crazyrouter' ? 'sk' : 'xai'}-soak-${index}`;
  const asked = imagesOf(index);
  const outcome = { apiKey, asked, delivered: 0, recovered: 0, error: undefined, isTyped: true };
  try {
    const { images, warnings } = await generateImage({
      model: createModel(baseURLs[service], apiKey, service),
      prompt: prompts[index % prompts.length] ?? '',
      n: asked,
      providerOptions: { [service === 'civitai' ? 'civitai' : 'xai']: options },
      abortSignal,
    });
    const isTold = warnings.some(warning => speaksOfMoney(textOfWarning(warning)));
    return { ...outcome, delivered: images.length, isTold };
  } catch (error) {
    const last = innermost(error);
    const recovered =
      GenerationIncompleteError.isInstance(last) || ImageDownloadError.isInstance(last)
        ? await last.retryDownload({ abortSignal }).then(
            images => images.length,
            () => 0,
          )
        : 0;
    const isTold = fieldOf(last, 'cost') !== undefined || speaksOfMoney(messageOf(last));
    const name = last instanceof Error ? last.name : typeof last;
    return { ...outcome, recovered, isTold, error: name, isTyped: isTyped(error) };
  }
}

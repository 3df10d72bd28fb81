import { createGrok, type XaiProvider, type XaiBatchResult } from '@grok-image/xai';
import type { CallScript } from '../script/scenario.ts';
import { numberIn } from '../service/picture.ts';
import { CallerSignal } from './caller-signal.ts';
import { settle, type Stage } from './generate-call.ts';
import { textOfWarning, type DeliveredPicture, type PlayedCall } from './told.ts';

/** How often a batch is looked at in a play, in milliseconds. */
const pollIntervalMs = 5000;

/** What a caller of batches or files has in hand as it goes on, beside the error that may end it. */
interface InHand {
  readonly progress: unknown[];
  readonly images: DeliveredPicture[];
  readonly warnings: string[];
  readonly errors: unknown[];
}

/** Makes a batch of `n` requests, waits for it, reads its results and fetches their pictures. */
export async function playBatch(stage: Stage, index: number, script: CallScript): Promise<PlayedCall> {
  return playWith(stage, index, script, async (grok, hand, abortSignal) => {
    const requests = Array.from({ length: script.n }, (_, request) => ({
      id: `r-${request}`,
      model: 'grok-imagine-image',
      prompt: `wish ${script.wish ?? index}, picture ${request}`,
      ...(script.options?.['byAddress'] === true && {
        providerOptions: { xai: { responseFormat: 'url' as const } },
      }),
    }));
    const creation = {
      requests,
      abortSignal,
      onProgress: (event: unknown) => void hand.progress.push(event),
    };
    const made =
      script.options?.['from'] === 'file'
        ? await grok.batch.createFromFile(creation)
        : [await grok.batch.create(creation)];
    hand.progress.push({ batchIds: made.map(({ id }) => id), isMade: true });
    for (const { id } of made) {
      await grok.batch.wait(id, { pollIntervalMs, abortSignal });
      for await (const result of grok.batch.results(id, { abortSignal })) await take(result, hand);
    }
  });
}

async function take(result: XaiBatchResult, hand: InHand): Promise<void> {
  hand.progress.push({ seen: result.id });
  if (result.status !== 'succeeded') {
    hand.errors.push(result.error);
    return;
  }
  hand.progress.push({ urls: result.urls, fileIds: result.fileIds });
  const { images, warnings } = await result.load();
  hand.images.push(...images.map(({ data: bytes }) => ({ bytes, number: numberIn(bytes) })));
  hand.warnings.push(...warnings.map(textOfWarning));
}

/** Uploads `n` files and lists them. */
export async function playFiles(stage: Stage, index: number, script: CallScript): Promise<PlayedCall> {
  return playWith(stage, index, script, async (grok, hand, abortSignal) => {
    for (let file = 0; file < script.n; file++) {
      const data = new TextEncoder().encode(`file ${file}`);
      const { id } = await grok.files.upload({ data, filename: `file-${file}.txt`, abortSignal });
      hand.progress.push({ uploaded: id });
    }
    const pageSize = script.options?.['pageSize'];
    const query = { ...(typeof pageSize === 'number' && { pageSize }), abortSignal };
    for await (const { id } of grok.files.list(query)) hand.progress.push({ listed: id });
    hand.progress.push({ listed: 'the end' });
  });
}

async function playWith(
  stage: Stage,
  index: number,
  script: CallScript,
  work: (grok: XaiProvider, hand: InHand, abortSignal: AbortSignal | undefined) => Promise<void>,
): Promise<PlayedCall> {
  const { time, apiKey, fetch } = stage;
  const hand: InHand = { progress: [], images: [], warnings: [], errors: [] };
  const caller = script.abortMs === undefined ? undefined : new CallerSignal();
  const startedAtMs = time.now();
  const grok = createGrok({ apiKey, fetch });
  const { end, error } = await settle(work(grok, hand, caller?.signal), { stage, script, caller });
  const errors = error === undefined ? hand.errors : [...hand.errors, error];
  return {
    index,
    script,
    apiKey,
    startedAtMs,
    endedAtMs: time.now(),
    end,
    result: undefined,
    error: errors.length > 1 ? new AggregateError(errors) : errors[0],
    images: [...hand.images],
    attempts: [],
    progress: [...hand.progress],
    warnings: [...hand.warnings],
    metadata: [],
    listeners: caller?.listeners() ?? { left: 0, atOnce: 0 },
    recovered: new Set(),
  };
}

import { invalidArgument, recoveryPortOf } from '@grok-image/core';
import { memoryBlobs, memoryLedger, wrap } from '@grok-image/middleware';
import { billOnceMiddleware } from '@grok-image/middleware/bill-once';
import { cacheMiddleware } from '@grok-image/middleware/cache';
import type { Asked } from '../protocol/run.ts';
import type { Model, ModelResult, Service } from '../services/service.ts';
import type { StoredResume } from '../store/lines.ts';
import type { Blob } from '../store/thumbnails.ts';

/** What a model is called with. */
type Call = Parameters<Model['doGenerate']>[0];

/** Reads the bytes of a source image; `undefined` where it is gone. */
export type ReadSource = (source: Asked['sources'][number]) => Promise<Blob | undefined>;

/** The prompt of a price that is asked before anything is written. */
const anyPrompt = 'A picture';

/** What a call says nothing of. */
const unsaid = {
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  files: undefined,
  mask: undefined,
};

/**
 * The call that a press of the button makes.
 *
 * @throws InvalidArgumentError for a source image that is gone, or a ratio that is none
 */
export async function toCall(asked: Asked, { origin }: Service, readSource: ReadSource): Promise<Call> {
  const files = await Promise.all(
    asked.sources.map(async (source, index) => {
      const blob = await readSource(source);
      if (blob === undefined)
        throw invalidArgument(`sources[${index}]`, source.id, 'a picture that is still there');
      return { type: 'file' as const, mediaType: blob.mediaType, data: blob.bytes };
    }),
  );
  return {
    prompt: asked.prompt || anyPrompt,
    n: asked.n,
    ...unsaid,
    aspectRatio: toRatio(asked.aspectRatio),
    files: files.length > 0 ? files : undefined,
    providerOptions: { [origin.kind]: { ...asked.options } },
  };
}

/** What collects a call, and pays nothing. */
export function toCollect(asked: Asked, { origin }: Service, resume: StoredResume): Call {
  return {
    prompt: asked.prompt,
    n: asked.n,
    ...unsaid,
    providerOptions: { [origin.kind]: { ...resume } },
  };
}

/**
 * Where a service can be asked later what became of a call, it is asked so that it can: nothing is lost when this process
 * ends in the middle. What a person says about it wins.
 */
export function withoutLoss(asked: Asked, service: Service): Asked {
  const { resumesBy = [] } = recoveryPortOf(service.model(asked.model))?.capabilities ?? {};
  const { options } = asked;
  const isSaid = options['deferred'] !== undefined || options['responseFormat'] === 'b64_json';
  if (isSaid || service.origin.kind !== 'xai' || !resumesBy.includes('jobId')) return asked;
  return { ...asked, options: { ...options, deferred: true } };
}

/** Sends calls so that a press of the button is paid once. */
export interface Payer {
  /**
   * @param key - of this call, the same for ever
   * @throws what the model throws, and IdempotencyKeyError
   */
  pay(
    model: Model,
    call: Call,
    options: { readonly key: string; readonly reuse: boolean },
  ): Promise<ModelResult>;
}

export function createPayer(): Payer {
  // Results are kept by the folder; a key that comes again while its call runs waits for it.
  const once = billOnceMiddleware({ ledger: memoryLedger(), blobs: memoryBlobs(), uploads: false });
  const cache = cacheMiddleware();
  return {
    async pay(model, call, { key, reuse }) {
      const grokImage = { key, refresh: !reuse };
      return wrap(model, once, cache).doGenerate({
        ...call,
        providerOptions: { ...call.providerOptions, grokImage },
      });
    },
  };
}

function toRatio(text: string | undefined): Call['aspectRatio'] {
  if (text === undefined) return undefined;
  const [width, height] = text.split(':').map(Number);
  if (width === undefined || height === undefined)
    throw invalidArgument('aspectRatio', text, "'width:height'");
  return `${width}:${height}`;
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { APICallError } from '@ai-sdk/provider';
import { messageOf } from '@grok-image/core/internal';
import { imageMetadata, XaiBatchIncompleteError, type XaiProvider } from '@grok-image/xai';
import { plainCall } from '../request/plain-call.ts';
import type { Finding } from './finding.ts';

/** A question that only a paid request answers. */
interface Probe {
  readonly about: string;
  /** The most that it costs. */
  readonly usd: number;
  ask(xai: XaiProvider, abortSignal: AbortSignal): Promise<Pick<Finding, 'state' | 'words'>>;
}

const model = 'grok-imagine-image';
/** Of one image of that model (docs.x.ai, 2026-11-20). */
const priceUsd = 0.02;

/** Asks whether an image costs and looks as this version expects. */
const makesAnImage: Probe = {
  about: 'an image of xAI',
  usd: priceUsd,
  async ask(xai, abortSignal) {
    const result = await xai.image(model).doGenerate(plainCall({ abortSignal }));
    const [image] = imageMetadata({ images: result.images, providerMetadata: result.providerMetadata });
    if (image === undefined) return { state: 'problem', words: 'nothing came' };
    const { costUsd, width, height, mediaType, revisedPrompt } = image;
    const said = `${costUsd ?? '?'} USD, ${mediaType}, ${width} x ${height}, revised prompt: ${revisedPrompt === undefined ? 'no' : 'yes'}`;
    return costUsd === priceUsd
      ? { state: 'ok', words: said }
      : { state: 'note', words: `drifted: ${said}; expected ${priceUsd} USD` };
  },
};

/** Milliseconds after which the connection is cut: after the request has arrived, long before an image is made. */
const hangUpMs = 1500;
/** Milliseconds within which an image is made (67 s were seen at most). */
const patienceMs = 90_000;

/** Asks whether xAI finishes a request whose client has gone: what it makes is stored, and found by its name. */
const finishesAlone: Probe = {
  about: 'a request whose client hangs up',
  usd: priceUsd,
  async ask(xai, abortSignal) {
    const filename = `grok-image-doctor-${randomUUID()}.jpg`;
    const gone = new AbortController();
    const cut = sleep(hangUpMs, undefined, { signal: abortSignal }).then(() => gone.abort());
    const outcome = await xai
      .image(model)
      .doGenerate(
        plainCall({
          providerOptions: { xai: { storage: { filename, expiresAfter: 3600 } } },
          abortSignal: AbortSignal.any([abortSignal, gone.signal]),
        }),
      )
      .then(() => 'answered')
      .catch((error: unknown) => (gone.signal.aborted ? 'gone' : messageOf(error)));
    await cut;
    if (outcome === 'answered') {
      return { state: 'note', words: `answered within ${hangUpMs} ms, so that nothing is learned` };
    }
    if (outcome !== 'gone') return { state: 'problem', words: outcome };
    const end = performance.now() + patienceMs;
    while (performance.now() < end) {
      for await (const file of xai.files.list({ abortSignal, pageSize: 20 })) {
        if (file.filename === filename) return { state: 'ok', words: 'finished all the same, and stored' };
      }
      await sleep(2000, undefined, { signal: abortSignal });
    }
    return { state: 'note', words: `not stored within ${patienceMs / 1000} s: it ended with its client` };
  },
};

/** Asks whether a batch takes a second request under the same id, by which a frozen worker may add one twice. */
const refusesTwins: Probe = {
  about: 'a second request under one id of a batch',
  usd: 2 * priceUsd,
  async ask(xai, abortSignal) {
    const request = { id: 'doctor', model, prompt: 'A cat in a tree' } as const;
    const { id } = await xai.batch.create({ name: 'grok-image-doctor', requests: [request], abortSignal });
    try {
      await xai.batch.add(id, { requests: [request], abortSignal });
      let count = 0;
      for await (const one of xai.batch.requests(id, { abortSignal })) count += Number(one.id === request.id);
      return count > 1
        ? { state: 'note', words: `taken: the batch holds ${count} of that id` }
        : { state: 'ok', words: 'taken without an error, and the batch holds one of that id' };
    } catch (error) {
      if (!XaiBatchIncompleteError.isInstance(error) && !isRefusal(error)) throw error;
      return { state: 'ok', words: 'refused, so that nothing is added twice' };
    } finally {
      await xai.batch.cancel(id, { abortSignal });
    }
  },
};

/** Whether xAI has read the request and does not want it. */
function isRefusal(error: unknown): boolean {
  return APICallError.isInstance(error) && [400, 409, 422].includes(error.statusCode ?? 0);
}

/** The questions that can be asked with a key alone, the most useful first. */
const probes: readonly Probe[] = [makesAnImage, finishesAlone, refusesTwins];

/**
 * Asks what may be paid for, in this order, until the money is spent.
 *
 * @param maxUsd - what all of them together may cost
 */
export async function askLive(
  xai: XaiProvider,
  { maxUsd, abortSignal }: { readonly maxUsd: number; readonly abortSignal: AbortSignal },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let left = maxUsd;
  for (const { about, usd, ask } of probes) {
    // Without what binary fractions add.
    if (usd > left + 1e-9) {
      findings.push({ about, state: 'unasked', words: `costs up to ${usd} USD; pass more by --max-usd` });
      continue;
    }
    left -= usd;
    try {
      findings.push({ about, ...(await ask(xai, abortSignal)) });
    } catch (error) {
      findings.push({ about, state: 'problem', words: messageOf(error) });
    }
  }
  const words = 'needs a bucket and a prompt that is refused';
  return [...findings, { about: 'upload of a refused image', state: 'unasked', words }];
}

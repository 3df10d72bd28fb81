import { onTestFinished, vi } from 'vitest';
import type { ImageModelLike, ImageParams } from '../../stack/model.ts';
import { call } from '../../test/service.ts';
import { rateLimitMiddleware, type RateLimitOptions } from '../index.ts';
import { wrap } from '../../stack/wrap.ts';

/** Stops the clock for one test. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: 0 });
  onTestFinished(() => void vi.useRealTimers());
}

/** A request that a model was asked for. */
export interface Sent {
  readonly prompt: string | undefined;
  /** Milliseconds since the model was made. */
  readonly at: number;
}

/** A model of another provider, what it was asked for, and when. */
export function foreignModel(answer: (index: number) => Promise<object> = async () => answerOf()): {
  readonly model: ImageModelLike;
  readonly sent: Sent[];
} {
  const begin = performance.now();
  const sent: Sent[] = [];
  const model: ImageModelLike = {
    specificationVersion: 'v3',
    provider: 'foreign',
    modelId: 'painter',
    maxImagesPerCall: 1,
    doGenerate({ prompt }) {
      sent.push({ prompt, at: performance.now() - begin });
      return answer(sent.length - 1);
    },
  };
  return { model, sent };
}

/** What a foreign model resolves with. */
export function answerOf(headers: Readonly<Record<string, string>> = {}): object {
  const response = { timestamp: new Date(), modelId: 'painter', headers };
  return { images: ['AAAA'], warnings: [], response };
}

/** A foreign model under a limit. */
export function limitedModel(
  options: RateLimitOptions,
  answer?: (index: number) => Promise<object>,
): { readonly send: (changes?: Partial<ImageParams>) => Promise<unknown>; readonly sent: Sent[] } {
  const { model, sent } = foreignModel(answer);
  const limited = wrap(model, rateLimitMiddleware(options));
  return { sent, send: async changes => limited.doGenerate({ ...call, ...changes }) };
}

/** Most requests in any sliding second. */
export function worstSecond(times: readonly number[]): number {
  return Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1000).length));
}

/** Lets what runs in the process and timers go on until a promise settles. */
export async function finish<T>(promise: PromiseLike<T>): Promise<T> {
  const state = { isPending: true };
  const settle = () => {
    state.isPending = false;
  };
  void promise.then(settle, settle);
  while (state.isPending) {
    for (let turn = 0; turn < 30; turn++) await new Promise(resolve => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(20);
  }
  return promise;
}

import type { RateLimiter } from '@grok-image/core';
import type { ImageModelLike } from '@grok-image/middleware';
import type { Slots } from '@grok-image/middleware';
import { createLimits, identityOf, portOf, readRateLimitOptions } from '@grok-image/middleware/internal';
import { createBatchDesk, type BatchDesk } from '../route/batch-desk.ts';

/** A model, or what gives one for the id that a job names. */
export type ModelSource =
  | ImageModelLike
  | ((id: string | undefined) => ImageModelLike | PromiseLike<ImageModelLike>);

/** How many requests a service takes; `false` for as many as there are. */
export type BulkRate =
  | { readonly perSecond?: number | undefined; readonly perMinute?: number | undefined }
  | false;

/** The models of a run, with what all their jobs share. */
export interface Models {
  modelOf(id: string | undefined): Promise<ImageModelLike>;
  limiterOf(model: ImageModelLike): Promise<RateLimiter | undefined>;
  deskOf(model: ImageModelLike): Promise<BatchDesk>;
}

/** Jobs wait for their turn as long as it takes, in milliseconds: a day. */
const longestWaitMs = 86_400_000;

/**
 * @param rate - default what the service documents
 * @param slots - where processes share that limit
 */
export function createModels(
  source: ModelSource,
  settings: {
    readonly rate: BulkRate | undefined;
    readonly slots: Slots | undefined;
    readonly run: string;
    readonly abortSignal: AbortSignal | undefined;
    readonly onWarning: (message: string) => void;
  },
): Models {
  const { rate, slots, run, abortSignal, onWarning } = settings;
  const models = new Map<string | undefined, Promise<ImageModelLike>>();
  const limits = createLimits(
    readRateLimitOptions({ maxWaitMs: longestWaitMs, maxQueue: 100_000, slots, onWarning }),
  );
  const desks = new Map<string, BatchDesk>();

  return {
    modelOf(id) {
      const known = models.get(id);
      if (known !== undefined) return known;
      const made = (async () => (typeof source === 'function' ? source(id) : source))();
      models.set(id, made);
      return made;
    },
    async limiterOf(model) {
      const limit = rate ?? portOf(model)?.capabilities.rateLimit ?? {};
      if (limit === false) return undefined;
      // By the same name as the calls of an app, which go before.
      const name = await identityOf(model, '');
      return (send, request) => limits.run(send, { ...request, name, limit, tenant: '', priority: 'bulk' });
    },
    async deskOf(model) {
      const name = await identityOf(model, '');
      const known = desks.get(name);
      if (known !== undefined) return known;
      const desk = createBatchDesk(model, `grok-image bulk ${run}`, abortSignal);
      desks.set(name, desk);
      return desk;
    },
  };
}

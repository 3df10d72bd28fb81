import type { RateLimiter } from '@grok-image/core';
import { holdSend, noteSend, noteStep } from '../stack/context.ts';
import { identityOf, portOf } from '../stack/digest.ts';
import { createMiddleware, type ImageMiddleware, type PassingCall } from '../stack/middleware.ts';
import type { ImageModelLike, ImageParams, ImageResult } from '../stack/model.ts';
import { ownOptionsOf } from '../stack/own-options.ts';
import { tellOf, withWarnings } from '../stack/told.ts';
import { createLimits, type LimitedRequest, type Waited } from './limits.ts';
import { readOptions, type RateLimitOptions } from './options.ts';

/** A middleware that is a limiter, too: `createGrok({ rateLimit })` and `createCivitai({ rateLimit })` take it as it is. */
export type RateLimitMiddleware = ImageMiddleware & RateLimiter;

/**
 * Makes calls wait for their turn under the limit of a service, first come first served, fair between tenants and, with
 * shared `slots`, between processes. Windows slide. A call that is turned away by 429 all the same makes everything wait
 * for as long as the service asks, and is sent again while there is time. `providerOptions.grokImage.priority: 'bulk'` stands
 * behind all other calls. How long an image waited is told as `providerMetadata.grokImage.images[i].queuedMs`.
 *
 * Each request of a call has a turn of its own. For the models of this family the limiter takes the place of their own;
 * handed to a provider, it limits all its models, and counts by `account`.
 *
 * @throws InvalidArgumentError when an option is none. A call throws the abort reason at once when it is given up, and an
 * APICallError of status 429 with `retry-after`, whose `isRetryable` is true, when the line is full or its turn does not
 * come in time
 * @example
 * const limited = rateLimitMiddleware({ perSecond: 5, perMinute: 300, slots: redisSlots(redis) });
 * const model = wrapImageModel({ model: openai.image('gpt-image-2'), middleware: limited });
 * const grok = createGrok({ rateLimit: limited });
 */
export function rateLimitMiddleware(given: RateLimitOptions = {}): RateLimitMiddleware {
  const options = readOptions(given);
  const { limit, tenant } = options;
  const limits = createLimits(options);
  const tenantOf = () => tenant?.() ?? '';

  const limiter: RateLimiter = (send, request) =>
    limits.run(send, {
      ...request,
      name: nameOfAccount(options, request.modelId),
      limit,
      tenant: tenantOf(),
      priority: 'interactive',
    });

  async function treat({ params, model, next }: PassingCall): Promise<ImageResult> {
    const port = portOf(model);
    const { priority = 'interactive' } = ownOptionsOf(params);
    const request = {
      name: await nameOf(options, model),
      limit: limit ?? port?.capabilities.rateLimit,
      tenant: tenantOf(),
      priority,
    };
    let queuedMs = 0;
    let problem: string | undefined;
    const onWaited = (waited: Waited) => {
      queuedMs = Math.max(queuedMs, waited.queuedMs);
      problem = waited.problem ?? problem;
      const endedAt = performance.now();
      if (endedAt - waited.since >= shortestWaitMs) {
        noteStep(params, { kind: 'wait', startedAt: waited.since, endedAt, about: { priority } });
      }
    };
    const result = port
      ? await next(
          holdSend(params),
          port.with({
            rateLimit: (send, one) =>
              limits.run(() => sendNoted(params, send), { ...one, ...request }, onWaited),
          }),
        )
      : await runWhole(() => next(params), {
          ...request,
          modelId: model.modelId,
          abortSignal: params.abortSignal,
          startsBy: Number.POSITIVE_INFINITY,
        });
    const told = tellOf(result, () => ({ queuedMs: Math.round(queuedMs) }));
    return withWarnings(told, problem === undefined ? [] : [problem]);

    /** The request of a foreign model is its call. */
    async function runWhole(send: () => Promise<ImageResult>, one: LimitedRequest): Promise<ImageResult> {
      const answered = await limits.run(
        async () => {
          const made = await send();
          return { made, headers: made.response.headers };
        },
        one,
        onWaited,
      );
      return answered.made;
    }
  }

  return Object.assign(limiter, createMiddleware({ each: 'request', treat }));
}

/** What went sooner did not wait, but asked the store, in milliseconds. */
const shortestWaitMs = 10;

/** While a request waits for its turn, nothing of its call has left. */
async function sendNoted<T>(params: ImageParams, send: () => Promise<T>): Promise<T> {
  await noteSend(params);
  return send();
}

/** What is counted together: what the caller says, else who the model says it is. */
async function nameOf(options: RateLimitOptions, model: ImageModelLike): Promise<string> {
  const { account, per } = options;
  if (account !== undefined) return nameOfAccount(options, model.modelId);
  if (per !== 'account') return identityOf(model, '');
  const port = portOf(model);
  if (port === undefined) return JSON.stringify([model.provider]);
  const identity = await port.identify();
  return JSON.stringify([identity.service, identity.baseURL, identity.account]);
}

function nameOfAccount({ account = '', per }: RateLimitOptions, modelId: string): string {
  return JSON.stringify(per === 'account' ? [account] : [account, modelId]);
}

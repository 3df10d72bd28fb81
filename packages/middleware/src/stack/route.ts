import { collects } from './collects.ts';
import { contextOf, type CallContext, type LostCall } from './context.ts';
import { identityOf, portOf } from './digest.ts';
import { createMiddleware, type ImageMiddleware, type PassingCall } from './middleware.ts';
import { isFallback, nameOf, type ImageModelLike, type ImageResult } from './model.ts';
import { lookFor, routeOf } from './recovery.ts';
import { compose, onceAModel } from './wrap.ts';

/** The model with what lets its calls be found again around it; one that hands calls on has that around each of its own. */
export const routed: (model: ImageModelLike) => ImageModelLike = onceAModel(model =>
  isFallback(model) ? model : compose(model, [routeMiddleware()]),
);

/**
 * Stands around each model that a call may go to; of several around one, the outermost. It turns the call to it, and sends it so that it is found again
 * where a layer around wants that. What was sent to it by a process that is gone, it looks for instead.
 *
 * @param name - of the model among others, default its own
 */
export function routeMiddleware(name?: string): ImageMiddleware {
  return createMiddleware({
    each: 'call',
    async treat(call) {
      const { params, model, next } = call;
      const context = contextOf(params);
      if (context === undefined || context.isTurned || collects(params)) return next(params);
      const called = name ?? nameOf(model);
      if (context.lost) return findAgain(call, called, context, context.lost);
      const { trail, turns } = context;
      if (trail === undefined) return context.turnTo({ model: called }, () => next(params));
      // Of several models, each has a name of its own for the call: one account may be that of two.
      const own = turns === 0 ? trail.name : `${trail.name}x${turns}`;
      const route = await routeOf(model, params, { ...trail, name: own });
      const identity = portOf(model) && (await identityOf(model, ''));
      return context.turnTo({ model: called, identity, by: route.by }, () => next(route.params));
    },
  });
}

/** @throws the refusal of the lost call where nothing of it is found here */
async function findAgain(
  { params, model, next }: PassingCall,
  called: string,
  context: CallContext,
  { sentTo, refusal }: LostCall,
): Promise<ImageResult> {
  const sent = sentTo.findLast(one => one.model === called);
  if (sent?.by === undefined) throw refusal;
  if ('externalId' in sent.by && sent === sentTo.at(-1)) {
    // Whom it went to last carries the same request out once, however often it is sent: it may not have arrived.
    const { metadataKey = '' } = portOf(model) ?? {};
    const options = { ...params.providerOptions[metadataKey], ...sent.by };
    const providerOptions = { ...params.providerOptions, [metadataKey]: options };
    return context.turnTo(sent, () => next({ ...params, providerOptions }));
  }
  const found = await lookFor(sent.by, model, params, context.trail ?? {});
  if (found === undefined) throw refusal;
  return found;
}

import type { GenerationCost } from '@grok-image/core';
import type { ImageModelLike, ImageParams } from '@grok-image/middleware';
import { classifyError, portOf, type ImagePrice } from '@grok-image/middleware/internal';
import { canonical } from '../job/job-key.ts';

/** What jobs will cost at most. Jobs that differ in their words only cost the same, and are asked after once. */
export interface Pricer {
  /**
   * @returns `undefined` where it is not known
   * @throws what the call itself would throw before it is sent, e.g. InvalidArgumentError
   */
  priceOf(model: ImageModelLike, params: ImageParams): Promise<GenerationCost | undefined>;
}

/** Most kinds of jobs whose price is kept. */
const mostKept = 1000;

/** @param price - of an image, for models that do not tell it */
export function createPricer(price: ImagePrice | undefined): Pricer {
  const known = new Map<string, Promise<GenerationCost | undefined>>();
  return {
    async priceOf(model, params) {
      const { prompt: _, abortSignal: __, files = [], ...shape } = params;
      const about = files.map(file => file.type);
      const name = canonical([model.provider, model.modelId, shape, about]);
      const before = known.get(name);
      if (before !== undefined) return before;
      const asked = askPrice(model, params, price);
      if (known.size < mostKept) known.set(name, asked);
      // What could not be asked for is asked for again.
      asked.then(
        cost => cost ?? known.delete(name),
        () => known.delete(name),
      );
      return asked;
    },
  };
}

async function askPrice(
  model: ImageModelLike,
  params: ImageParams,
  price: ImagePrice | undefined,
): Promise<GenerationCost | undefined> {
  const port = portOf(model);
  if (price !== undefined) return toCost(price, params.n);
  if (port === undefined) return undefined;
  try {
    return await port.price(params);
  } catch (error) {
    const { class: kind } = classifyError(error);
    if (kind === 'badInput' || kind === 'funds') throw error;
    return undefined;
  }
}

function toCost(price: ImagePrice, images: number): GenerationCost {
  const one = typeof price === 'number' ? { usd: price } : price;
  return 'usd' in one ? { usd: one.usd * images } : { buzz: one.buzz * images };
}

import { contextOf, type Part } from './context.ts';
import type { ImageParams } from './model.ts';

/** Numbers that the parts of one `generateImage` have, which run or have ended well; of each layer that has no context. */
const partsOf = {
  call: new WeakMap<object, Set<number>>(),
  cache: new WeakMap<object, Set<number>>(),
  persist: new WeakMap<object, Set<number>>(),
};

/**
 * Tells the parts of one `generateImage` apart, where AI SDK splits by `maxImagesPerCall` of the call: they are alike but
 * for their place, and must neither share a picture nor a key. AI SDK 5 to 7 hand the same headers object to all parts of
 * one call and to no other; AI SDK 4 does not split by an argument.
 *
 * @param layer - that asks; those of one stack get one number
 */
export function takePart(
  params: Pick<ImageParams, 'headers' | 'providerOptions'>,
  layer: 'key' | 'cache' | 'persist',
): Part {
  const context = contextOf(params);
  if (context === undefined) return takeNumber(params, layer === 'key' ? 'call' : layer);
  context.part ??= takeNumber(params, 'call');
  return context.part;
}

function takeNumber({ headers }: Pick<ImageParams, 'headers'>, of: keyof typeof partsOf): Part {
  if (headers === undefined) return { number: 0, release: () => undefined };
  const taken = partsOf[of].get(headers) ?? new Set();
  partsOf[of].set(headers, taken);
  let number = 0;
  while (taken.has(number)) number++;
  taken.add(number);
  return { number, release: () => taken.delete(number) };
}

import { contextOf, type CallContext } from './context.ts';
import type { ImageParams } from './model.ts';

/** Numbers that the parts of one `generateImage` have, which run or have ended well. */
const partsOf = new WeakMap<object, Set<number>>();

/** A part of a call that AI SDK has split itself. */
export interface Part {
  /** 0 for a whole call. */
  readonly number: number;
  /** Gives the number back, as the part failed: AI SDK may send it again, and it is the same part then. */
  readonly release: () => void;
}

/**
 * Tells the parts of one `generateImage` apart, where AI SDK splits by `maxImagesPerCall` of the call: they are alike but
 * for their place, and must neither share a picture nor a key. AI SDK 5 to 7 hand the same headers object to all parts of
 * one call and to no other; AI SDK 4 does not split by an argument.
 */
export function takePart(params: Pick<ImageParams, 'headers' | 'providerOptions'>): Part {
  const context = contextOf(params);
  const known = context && ofContexts.get(context);
  if (known) return known;
  const part = takeNumber(params);
  if (context) ofContexts.set(context, part);
  return part;
}

/** Several layers of one call ask for its number. */
const ofContexts = new WeakMap<CallContext, Part>();

function takeNumber({ headers }: Pick<ImageParams, 'headers'>): Part {
  if (headers === undefined) return { number: 0, release: () => undefined };
  const taken = partsOf.get(headers) ?? new Set();
  partsOf.set(headers, taken);
  let number = 0;
  while (taken.has(number)) number++;
  taken.add(number);
  return { number, release: () => taken.delete(number) };
}

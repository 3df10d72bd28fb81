import type { ImageParameters } from '@grok-image/core';
import { readOptions } from './read-options.ts';
import type { Target } from './prepare.ts';

/** What a call costs by the published prices, without asking; `undefined` for a workflow that is only collected. */
export function describePrice(
  { n, sources, options: given }: ImageParameters,
  { model: { buzz } }: Target,
): string | undefined {
  const { workflowId, images = [] } = readOptions(given);
  if (workflowId !== undefined) return undefined;
  if (buzz === undefined) return 'a price that is not published; civitai.estimateCost asks for it';
  return `about ${n * (sources.length + images.length > 0 ? buzz.edit : buzz.image)} Buzz`;
}

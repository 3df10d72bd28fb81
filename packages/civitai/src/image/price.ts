import type { ImageParameters } from '@grok-image/core';
import type { Target } from './prepare.ts';

/** What a call costs by the published prices, without asking; `undefined` for a workflow that is only collected. */
export function describePrice(
  { n, sources, options: given }: ImageParameters,
  { model }: Target,
): string | undefined {
  const { workflowId, images = [] } = model.readOptions(given);
  if (workflowId !== undefined) return undefined;
  return model.describePrice(n, sources.length + images.length > 0);
}

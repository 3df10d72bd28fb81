import { isRecord } from '@ai-sdk/provider-utils';
import type { ImageParams } from './model.ts';
import { metadataKey } from './told.ts';

/** Options of our providers by which a call collects what was started before, and pays nothing. */
const resumes = ['jobId', 'workflowId'];

/** Whether a call only collects: it passes cache, budget and key by. */
export function collects(params: Pick<ImageParams, 'providerOptions'>): boolean {
  return hasOption(params, resumes);
}

/** Whether any provider is given one of some options. */
export function hasOption(
  { providerOptions = {} }: Pick<ImageParams, 'providerOptions'>,
  names: readonly string[],
): boolean {
  return Object.entries(providerOptions).some(
    ([provider, options]) =>
      provider !== metadataKey &&
      isRecord(options) &&
      names.some(name => options[name] !== undefined && options[name] !== false),
  );
}

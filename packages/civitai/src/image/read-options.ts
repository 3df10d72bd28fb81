import { parseStrict } from '@grok-image/core';
import { ofGenerateImage, ofSister, type Elsewhere } from '@grok-image/core/internal';
import { civitaiImageOptionsSchema, type ReadOptions } from './options.ts';

/** What stands elsewhere: arguments of a call, and options that xAI has. */
const elsewhere = new Map([
  ...ofGenerateImage,
  ...ofSister('xai', 'user responseFormat deferred pollIntervalMs jobId fileIds uploadUrls storage'),
]);

/**
 * Reads `providerOptions.civitai` of a model of Grok.
 *
 * @param others - options that other models have
 * @throws InvalidArgumentError for an unknown option, a value that is not accepted, or two that exclude each other
 */
export function readOptions(given: unknown, others: Elsewhere = new Map()): ReadOptions {
  const places = new Map([...others, ...elsewhere]);
  return parseStrict(civitaiImageOptionsSchema, given ?? {}, 'providerOptions.civitai', places);
}

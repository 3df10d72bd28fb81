import { parseStrict, type OptionKeys, type OptionReader } from '@grok-image/core';
import { ofGenerateImage, ofSister } from '@grok-image/core/internal';
import { civitaiImageOptionsSchema, optionFields, type ReadOptions } from './options.ts';

/** Who reads `providerOptions.civitai`, and what is taken for it. */
export const optionReader: OptionReader & { readonly optionKeys: OptionKeys } = {
  provider: 'civitai.image',
  metadataKey: 'civitai',
  optionKeys: {
    names: Object.keys(optionFields),
    mistaken: ['grok'],
    sisters: ['xai'],
  },
};

/** What stands elsewhere: arguments of a call, and options that xAI has. */
const elsewhere = new Map([
  ...ofGenerateImage,
  ...ofSister('xai', 'user responseFormat deferred pollIntervalMs jobId fileIds uploadUrls storage'),
]);

/**
 * Reads `providerOptions.civitai`.
 *
 * @throws InvalidArgumentError for an unknown option, a value that is not accepted, or two that exclude each other
 */
export function readOptions(given: unknown): ReadOptions {
  return parseStrict(civitaiImageOptionsSchema, given ?? {}, 'providerOptions.civitai', elsewhere);
}

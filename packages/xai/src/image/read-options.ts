import {
  invalidArgument,
  parseStrict,
  type ImageWarning,
  type OptionKeys,
  type OptionReader,
} from '@grok-image/core';
import { isPlainObject, ofGenerateImage, ofSister } from '@grok-image/core/internal';
import { gatewayNames } from '../gateways/by-name.ts';
import { optionFields, xaiImageOptionsSchema, type ReadOptions, type XaiImageOptions } from './options.ts';

/** Names of the wire, which `@ai-sdk/xai` takes, or sends as they are. */
const aliases: ReadonlyMap<string, keyof XaiImageOptions> = new Map([
  ['aspect_ratio', 'aspectRatio'],
  ['response_format', 'responseFormat'],
]);

/** What stands elsewhere: arguments of a call, and options that Civitai has. */
const elsewhere = new Map([
  ...ofGenerateImage,
  ...ofSister(
    'civitai',
    'outputFormat enhancePrompt imagesPerStep currencies allowMatureContent upgradeMode hideMatureContent tags metadata priority stepTimeout retries callbacks ephemeral wait externalId dedupe workflowId experimental',
  ),
]);

/** Options of `@ai-sdk/xai` that xAI's image API has no field for. */
const withoutField = ['output_format', 'sync_mode'];

/** Who reads `providerOptions.xai`, and what is taken for it: the brand, and the gateways that this package serves. */
export const optionReader: OptionReader & { readonly optionKeys: OptionKeys } = {
  provider: 'xai.image',
  metadataKey: 'xai',
  optionKeys: {
    names: [...Object.keys(optionFields), ...withoutField],
    mistaken: ['grok', ...gatewayNames],
    sisters: ['civitai'],
  },
};

/**
 * Reads `providerOptions.xai`, under our names or those of `@ai-sdk/xai`.
 *
 * @throws InvalidArgumentError for an unknown option, a value that is not accepted, or two that exclude each other
 */
export function readOptions(given: unknown): { options: ReadOptions; warnings: ImageWarning[] } {
  const entries = given ?? {};
  if (!isPlainObject(entries)) {
    throw invalidArgument('providerOptions.xai', given, 'a plain object of options');
  }
  const warnings: ImageWarning[] = [];
  // No object, where a key `__proto__` would be lost instead of refused.
  const named = new Map<string, unknown>();
  for (const [key, value] of Object.entries(entries)) {
    const name = aliases.get(key) ?? key;
    if (value === undefined) continue;
    if (key === 'requestId') {
      const accepted = 'jobId, which collects a deferred job; a requestId is for the log';
      throw invalidArgument('providerOptions.xai.requestId', value, accepted);
    }
    if (withoutField.includes(key)) {
      const details = 'xAI has no such field; it was not sent.';
      warnings.push({ type: 'unsupported', feature: key, details });
    } else if (named.has(name)) {
      throw invalidArgument(`providerOptions.xai.${key}`, value, `one name of this option, ${name}`);
    } else {
      named.set(name, value);
    }
  }
  const options: ReadOptions = parseStrict(
    xaiImageOptionsSchema,
    Object.fromEntries(named),
    'providerOptions.xai',
    elsewhere,
  );
  if (options.responseFormat === 'b64_json' && (options.deferred || options.uploadUrls)) {
    const other = options.deferred ? 'deferred' : 'uploadUrls';
    throw invalidArgument('providerOptions.xai.responseFormat', 'b64_json', `'url' together with ${other}`);
  }
  return { options, warnings };
}

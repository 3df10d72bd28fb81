import { isRecord } from '@ai-sdk/provider-utils';
import { collects, hasOption } from '../stack/collects.ts';
import type { ImageParams } from '../stack/model.ts';
import { metadataKey } from '../stack/told.ts';

/** Options that ask for more than pictures, or name one request: the same call again has to be made again. */
const asksForMore = ['externalId', 'uploadUrls', 'storage', 'callbacks', 'fileIds'];

/**
 * Whether a call passes the cache by: one that collects, one that asks for more than pictures, and one with a source
 * image by its address, behind which another picture can stand tomorrow.
 *
 * @param addresses - whether addresses are trusted to show the same picture always
 */
export function passesBy(params: ImageParams, addresses: boolean): boolean {
  if (collects(params) || hasOption(params, asksForMore)) return true;
  return !addresses && hasAddress(params);
}

function hasAddress({ files = [], mask, providerOptions = {} }: ImageParams): boolean {
  const given = [...(files ?? []), ...(mask ? [mask] : [])];
  const ofOptions = Object.entries(providerOptions)
    .filter(([provider]) => provider !== metadataKey)
    .flatMap(([, options]) =>
      isRecord(options) && Array.isArray(options['images']) ? options['images'] : [],
    );
  return (
    given.some(({ type }) => type === 'url') ||
    ofOptions.some(image => typeof image === 'string' && /^https?:/i.test(image))
  );
}

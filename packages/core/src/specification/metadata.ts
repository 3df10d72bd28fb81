import { isRecord } from '@ai-sdk/provider-utils';

/** As much of a `generateImage` result of AI SDK 4 to 7 as is needed to find the metadata. */
export interface ImageResultLike {
  readonly images: readonly unknown[];
  readonly providerMetadata?: unknown;
  readonly responses?: readonly unknown[];
}

/**
 * The metadata of every image of a `generateImage` result, in the order of `result.images`, from whichever place
 * the AI SDK major in use keeps it: `providerMetadata` in 5, 6 and 7, `responses` in 4.
 *
 * @param isEntry - tells the entries of a provider from those of others, e.g. of a middleware with a list of its own
 * @returns one entry an image; empty when the images were not made by that provider
 */
export function readImageMetadata<ENTRY extends object>(
  result: ImageResultLike,
  isEntry: (entry: object) => entry is ENTRY,
): ENTRY[] {
  const responses = (result.responses ?? []).filter(isRecord);
  const candidates = [
    ...listsIn([result.providerMetadata]),
    ...listsIn(responses.map(response => response['providerMetadata'])),
  ];
  const own = candidates.map(entries => entries.filter(isEntry));
  return own.find(entries => entries.length === result.images.length) ?? [];
}

/**
 * The records of the requests that a `generateImage` result was made of, those that failed among them. They stand on
 * `responses`, which every AI SDK major hands on as the model returned it.
 *
 * @param key - under which the provider keeps its metadata, e.g. `'xai'`
 * @param isEntry - tells its records
 * @returns one record a request; empty when the result is of another provider
 */
export function readRequestMetadata<ENTRY extends object>(
  result: Pick<ImageResultLike, 'responses'>,
  key: string,
  isEntry: (entry: object) => entry is ENTRY,
): ENTRY[] {
  return (result.responses ?? []).filter(isRecord).flatMap(({ providerMetadata }) => {
    const record = isRecord(providerMetadata) ? providerMetadata[key] : undefined;
    const list = isRecord(record) ? record['requests'] : undefined;
    const requests: object[] = Array.isArray(list) ? list.filter(isRecord) : [];
    return requests.filter(isEntry);
  });
}

/**
 * The lists of entries in some records of metadata: those under one key, as a middleware may keep lists under keys of
 * its own, and those under all keys, as several providers may have made one result.
 */
function listsIn(metadata: readonly unknown[]): object[][] {
  const records = metadata.filter(isRecord);
  const keys = [...new Set(records.flatMap(record => Object.keys(record)))];
  const lists = keys.map(key => records.flatMap(record => entriesOf(record[key])));
  return [...lists, lists.flat()];
}

function entriesOf(provider: unknown): object[] {
  return isRecord(provider) && Array.isArray(provider['images']) ? provider['images'].filter(isRecord) : [];
}

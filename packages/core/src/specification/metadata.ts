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
 * @returns one entry an image; empty when the images were not made by a provider of this project
 */
export function readImageMetadata(result: ImageResultLike): object[] {
  const responses = (result.responses ?? []).filter(isRecord);
  const candidates = [
    ...listsIn([result.providerMetadata]),
    ...listsIn(responses.map(response => response['providerMetadata'])),
  ];
  return candidates.find(entries => entries.length === result.images.length) ?? [];
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

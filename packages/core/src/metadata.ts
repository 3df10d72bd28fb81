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
  const fromResponses = (result.responses ?? []).flatMap(response =>
    isRecord(response) ? entriesOf(response['providerMetadata']) : [],
  );
  const candidates = [entriesOf(result.providerMetadata), fromResponses];
  return candidates.find(entries => entries.length === result.images.length) ?? [];
}

function entriesOf(providerMetadata: unknown): object[] {
  if (!isRecord(providerMetadata)) return [];
  return Object.values(providerMetadata).flatMap(provider =>
    isRecord(provider) && Array.isArray(provider['images']) ? provider['images'].filter(isRecord) : [],
  );
}

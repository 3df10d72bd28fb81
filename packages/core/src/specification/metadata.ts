import { InvalidArgumentError } from '@ai-sdk/provider';
import { isRecord } from '@ai-sdk/provider-utils';

/** As much of a `generateImage` result of AI SDK 4 to 7 as is needed to find the metadata. */
export interface ImageResultLike {
  readonly images: readonly unknown[];
  readonly providerMetadata?: unknown;
  readonly responses?: readonly unknown[];
}

/** Packages by the key of their provider, whose results people hand to each other's functions. */
export type SisterPackages = Readonly<Record<string, string>>;

/**
 * The metadata of every image of a `generateImage` result, in the order of `result.images`, from whichever place
 * the AI SDK major in use keeps it: `providerMetadata` in 5, 6 and 7, `responses` in 4.
 *
 * @param isEntry - tells the entries of a provider from those of others, e.g. of a middleware with a list of its own
 * @param sisters - which read their own entries
 * @returns one entry an image; empty when the images were not made by that provider
 * @throws InvalidArgumentError for what is no result, or one with images of a sister
 */
export function readImageMetadata<ENTRY extends object>(
  result: ImageResultLike,
  isEntry: (entry: object) => entry is ENTRY,
  sisters: SisterPackages = {},
): ENTRY[] {
  checkResult(result, 'images');
  const { images, responses = [] } = result;
  const ofResponses = responses.filter(isRecord).map(response => response['providerMetadata']);
  const places = [[result.providerMetadata], ofResponses];
  const own = places
    .flatMap(metadata => listsIn(metadata, key => !Object.hasOwn(sisters, key)))
    .map(entries => entries.filter(isEntry));
  const found = own.find(entries => entries.length === images.length);
  if (found) return found;
  for (const [key, name] of Object.entries(sisters)) {
    const lists = places.flatMap(metadata => listsIn(metadata, other => other === key));
    const others = lists.find(entries => entries.length > 0);
    if (others === undefined) continue;
    if (others.length >= images.length) throw ofSister(key, `Use imageMetadata of ${name}`);
    throw ofSister(key, 'Read result.providerMetadata', ' in part');
  }
  return [];
}

/**
 * The records of the requests that a `generateImage` result was made of, those that failed among them. They stand on
 * `responses`, which every AI SDK major hands on as the model returned it.
 *
 * @param key - under which the provider keeps its metadata, e.g. `'xai'`
 * @param isEntry - tells its records
 * @param sisters - which read their own records
 * @returns one record a request; empty when the result is of another provider
 * @throws InvalidArgumentError for what is no result, or one of a sister
 */
export function readRequestMetadata<ENTRY extends object>(
  result: Pick<ImageResultLike, 'responses'>,
  key: string,
  isEntry: (entry: object) => entry is ENTRY,
  sisters: SisterPackages = {},
): ENTRY[] {
  checkResult(result, 'responses');
  const { responses = [] } = result;
  const own = requestsIn(responses, key).filter(isEntry);
  if (own.length > 0) return own;
  const sister = Object.keys(sisters).find(other => requestsIn(responses, other).length > 0);
  if (sister !== undefined) throw ofSister(sister, `Use requestMetadata of ${sisters[sister]}`);
  return [];
}

function requestsIn(responses: readonly unknown[], key: string): object[] {
  return responses.filter(isRecord).flatMap(({ providerMetadata }): object[] => {
    const record = isRecord(providerMetadata) ? providerMetadata[key] : undefined;
    const list = isRecord(record) ? record['requests'] : undefined;
    return Array.isArray(list) ? list.filter(isRecord) : [];
  });
}

/** What people hand over in place of the result. */
function checkResult(result: unknown, field: keyof ImageResultLike): void {
  const isObject = typeof result === 'object' && result !== null;
  if (isObject && Array.isArray(Reflect.get(result, field))) return;
  const found = !isObject
    ? result === undefined || result === null
      ? String(result)
      : `a value of type ${typeof result}`
    : 'then' in result
      ? 'a promise, which is to be awaited first'
      : 'uint8Array' in result || Array.isArray(result)
        ? `${Array.isArray(result) ? 'a list' : 'an image'}, not the result that it is of`
        : `an object without ${field}`;
  throw unreadable(`got ${found}. Pass the whole result of generateImage`);
}

function ofSister(key: string, advice: string, share = ''): InvalidArgumentError {
  return unreadable(`it is${share} of the provider ${key}. ${advice}`);
}

function unreadable(cause: string): InvalidArgumentError {
  const message = `Failed to read the metadata of a result: ${cause}.`;
  return new InvalidArgumentError({ argument: 'result', message });
}

/**
 * The lists of entries in some records of metadata: those under one key, as a middleware may keep lists under keys of
 * its own, and those under all keys, as several providers may have made one result.
 */
function listsIn(metadata: readonly unknown[], isWanted: (key: string) => boolean): object[][] {
  const records = metadata.filter(isRecord);
  const keys = [...new Set(records.flatMap(record => Object.keys(record)))].filter(isWanted);
  const lists = keys.map(key => records.flatMap(record => entriesOf(record[key])));
  return [...lists, lists.flat()];
}

function entriesOf(provider: unknown): object[] {
  return isRecord(provider) && Array.isArray(provider['images']) ? provider['images'].filter(isRecord) : [];
}

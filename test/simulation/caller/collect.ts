import { numberIn } from '../service/picture.ts';
import type { PlayedCall } from './told.ts';
import { namedBy } from './named.ts';

/** What a caller can do afterwards with what it was told. */
export interface CollectingMeans {
  /** The same call with one more option; gives the bytes that come. */
  readonly again: (option: Readonly<Record<string, string>>) => Promise<readonly Uint8Array[]>;
  /** Fetches an address as anybody may, or with the key where it is the service's own. */
  readonly get: (url: string, withKey: boolean) => Promise<Uint8Array>;
  readonly urlOfFile: (fileId: string) => string;
  /** Gives an attempt up that does not end. */
  readonly inTime: <T>(work: Promise<T>) => Promise<T>;
}

/** Gets at what is paid by every field of what was told, and gives the numbers of the pictures that came. */
export async function collect(call: PlayedCall, means: CollectingMeans): Promise<Set<number>> {
  const named = namedBy(call);
  const tries: (() => Promise<readonly Uint8Array[]>)[] = [
    async () => named.bytes,
    ...named.retries.map(retry => async () => bytesIn(await retry())),
    ...named.urls.map(url => async () => [await means.get(url, false)]),
    ...named.fileIds.map(id => async () => [await means.get(means.urlOfFile(id), true)]),
    ...named.options.map(option => async () => means.again(option)),
  ];
  const found = new Set<number>();
  for (const attempt of tries) {
    const bytes = await means.inTime(attempt()).catch((): Uint8Array[] => []);
    for (const number of bytes.map(numberIn)) if (number !== undefined) found.add(number);
  }
  return found;
}

/** Bytes, bare or with what is known about them. */
function bytesIn(value: unknown): Uint8Array[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap(entry => {
    if (entry instanceof Uint8Array) return [entry];
    const data: unknown =
      typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'data') : undefined;
    return data instanceof Uint8Array ? [data] : [];
  });
}

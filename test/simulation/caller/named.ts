import type { PlayedCall } from './told.ts';
import { errorsIn, fieldOf } from './errors.ts';

/** What the fields of errors, metadata and progress name: ids to pass back, addresses, bytes. */
export interface Named {
  /** Options to pass under the provider's key, one at a time. */
  readonly options: readonly Readonly<Record<string, string>>[];
  readonly urls: readonly string[];
  readonly fileIds: readonly string[];
  readonly bytes: readonly Uint8Array[];
  readonly retries: readonly (() => Promise<unknown>)[];
}

const resumable = ['jobId', 'workflowId', 'externalId'];

/** Collects what a caller was given by fields; texts do not count, as a program cannot rely on them. */
export function namedBy({ error, result, progress }: PlayedCall): Named {
  const options = new Map<string, Record<string, string>>();
  const urls = new Set<string>();
  const fileIds = new Set<string>();
  const bytes: Uint8Array[] = [];
  const retries: (() => Promise<unknown>)[] = [];
  const seen = new Set<unknown>();

  const take = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || seen.size > 5000) return;
    seen.add(value);
    if (Array.isArray(value)) {
      for (const entry of value) take(entry);
      return;
    }
    for (const name of resumable) {
      const id = fieldOf(value, name);
      if (typeof id === 'string') options.set(`${name}:${id}`, { [name]: id });
    }
    const url = fieldOf(value, 'url');
    // An error has the address of its request under this name.
    if (typeof url === 'string' && !(value instanceof Error)) urls.add(url);
    const publicUrl = fieldOf(value, 'publicUrl');
    if (typeof publicUrl === 'string') urls.add(publicUrl);
    const fileId = fieldOf(value, 'fileId');
    if (typeof fileId === 'string') fileIds.add(fileId);
    for (const list of [fieldOf(value, 'urls')]) {
      if (Array.isArray(list)) list.forEach(entry => typeof entry === 'string' && urls.add(entry));
    }
    for (const list of [fieldOf(value, 'fileIds')]) {
      if (Array.isArray(list)) list.forEach(entry => typeof entry === 'string' && fileIds.add(entry));
    }
    for (const name of ['bytes', 'data']) {
      const data = fieldOf(value, name);
      if (data instanceof Uint8Array) bytes.push(data);
    }
    const retry = fieldOf(value, 'retryDownload');
    if (typeof retry === 'function') retries.push(async () => Reflect.apply(retry, value, []));
    for (const name of ['requests', 'missing', 'paid', 'images', 'resume', 'missingImages']) {
      take(fieldOf(value, name));
    }
  };
  for (const found of errorsIn(error)) take(found);
  for (const event of progress) take(event);
  for (const metadata of metadataIn(result)) take(metadata);
  return {
    options: [...options.values()],
    urls: [...urls],
    fileIds: [...fileIds],
    bytes,
    retries,
  };
}

/** The records of our providers in a result of any major, or those that stand under other keys. */
export function metadataIn(
  result: PlayedCall['result'],
  keys: readonly string[] = ['xai', 'civitai'],
): object[] {
  if (result === undefined) return [];
  const places = [
    result.providerMetadata,
    ...(result.responses ?? []).map(response => response.providerMetadata),
  ];
  return places.flatMap(place =>
    keys.flatMap(key => {
      const record = fieldOf(place, key);
      return typeof record === 'object' && record !== null ? [record] : [];
    }),
  );
}

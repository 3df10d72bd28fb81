import { isRecord } from '@ai-sdk/provider-utils';
import { recoveryPortOf } from '@grok-image/core';
import { sha256 } from '@grok-image/core/internal';
import { metadataKey } from './told.ts';
import type { AnyRecoveryPort, ImageModelLike, ImageParams } from './model.ts';

/** Version of the keys: what is asked in another way gets another one, so that versions can run side by side. */
const version = 1;

/**
 * Options of providers that change how pictures travel and not which they are: a call with other ones is the same call.
 */
const transport = new Set([
  'pollIntervalMs',
  'responseFormat',
  'response_format',
  'deferred',
  'sync_mode',
  'wait',
  'externalId',
  'user',
  'priority',
  'tags',
  'metadata',
]);

/** The port of a model that has one. */
export function portOf(model: ImageModelLike): AnyRecoveryPort | undefined {
  return recoveryPortOf<ImageModelLike>(model);
}

/**
 * Who is asked, in a text that is the same in every process: the account where the model can tell it, else provider and
 * namespace.
 */
export async function identityOf(model: ImageModelLike, namespace: string): Promise<string> {
  const port = portOf(model);
  if (port === undefined) return JSON.stringify([namespace, model.provider, model.modelId]);
  const { service, baseURL, modelId, account } = await port.identify();
  return JSON.stringify([service, baseURL, modelId, account]);
}

/**
 * SHA-256 over everything that changes the pictures of a call: who is asked, prompt, ratio, size, n, seed, options, and the
 * bytes of source images and mask in their order, alike whether they came as bytes or as base64.
 *
 * @returns 64 characters of hex
 */
export async function digestOf(
  { prompt, n, size, aspectRatio, seed, files, mask, providerOptions = {} }: ImageParams,
  identity: string,
): Promise<string> {
  const hashing: Promise<void>[] = [];
  const options = inOrder(providerOptions, provider => provider !== metadataKey)
    .map(
      ([provider, values]) =>
        [provider, toComparable(values, hashing, name => !transport.has(name))] as const,
    )
    // Who is told nothing that counts is told nothing.
    .filter(([, values]) => !isRecord(values) || Object.keys(values).length > 0);
  const request = {
    aspectRatio,
    files: toComparable(files ?? [], hashing),
    identity,
    mask: toComparable(mask, hashing),
    n,
    options: Object.fromEntries(options),
    prompt,
    seed,
    size,
    version,
  };
  await Promise.all(hashing);
  return sha256(JSON.stringify(request), 'tell calls apart');
}

/**
 * A value as it is compared: its names in order, and bytes by their hash.
 *
 * @param hashing - gets what is still to be waited for
 * @param isCompared - whether an entry of it counts, by its name
 */
function toComparable(
  value: unknown,
  hashing: Promise<void>[],
  isCompared: (name: string) => boolean = () => true,
): unknown {
  const bytes = value instanceof Uint8Array ? value : typeof value === 'string' && bytesIn(value);
  if (bytes) {
    const hashed: { sha256?: string } = {};
    hashing.push(
      sha256(bytes, 'tell calls apart').then(hash => {
        hashed.sha256 = hash;
      }),
    );
    return hashed;
  }
  if (Array.isArray(value)) return value.map(entry => toComparable(entry, hashing));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    inOrder(value, isCompared).map(([name, entry]) => [name, toComparable(entry, hashing)]),
  );
}

/** The entries that are there and count, by their names. */
function inOrder(
  record: Readonly<Record<string, unknown>>,
  isCompared: (name: string) => boolean,
): [string, unknown][] {
  return Object.entries(record)
    .filter(([name, entry]) => entry !== undefined && isCompared(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Shortest text that may be the base64 of a picture. */
const shortestPicture = 64;
const dataUrl = /^data:[^,]*;base64,/;

/** The bytes of a picture that is written as a text; `undefined` for any other text. */
function bytesIn(text: string): Uint8Array | undefined {
  const base64 = text.replace(dataUrl, '');
  const isPicture =
    base64 !== text || (text.length >= shortestPicture && /^[A-Za-z0-9+/]+={0,2}$/.test(text));
  if (!isPicture) return undefined;
  try {
    return Uint8Array.from(atob(base64), character => character.codePointAt(0) ?? 0);
  } catch {
    // It only looks like base64.
    return undefined;
  }
}

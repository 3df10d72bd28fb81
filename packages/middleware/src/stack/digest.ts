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
  if (port === undefined) return canonical([namespace, model.provider, model.modelId]);
  const { service, baseURL, modelId, account } = await port.identify();
  return canonical([service, baseURL, modelId, account]);
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
  const options = Object.entries(providerOptions)
    .filter(([provider]) => provider !== metadataKey)
    .map(async ([provider, values]) => [provider, await toComparable(values, true)] as const);
  const request = {
    version,
    identity,
    prompt,
    n,
    size,
    aspectRatio,
    seed,
    files: await toComparable(files ?? [], false),
    mask: await toComparable(mask, false),
    options: Object.fromEntries(await Promise.all(options)),
  };
  return sha256(canonical(request), 'tell calls apart');
}

/** Long texts and bytes by their hash, and without the options that only say how pictures travel. */
async function toComparable(value: unknown, isOptions: boolean): Promise<unknown> {
  if (value instanceof Uint8Array) return { sha256: await sha256(value, 'tell calls apart') };
  if (typeof value === 'string') return toComparableText(value);
  if (Array.isArray(value)) return Promise.all(value.map(async entry => toComparable(entry, false)));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([name, entry]) => entry !== undefined && !(isOptions && transport.has(name)))
    .map(async ([name, entry]) => [name, await toComparable(entry, false)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Shortest text that may be the base64 of a picture. */
const shortestPicture = 64;
const dataUrl = /^data:[^,]*;base64,/;

async function toComparableText(text: string): Promise<unknown> {
  const base64 = text.replace(dataUrl, '');
  const isPicture =
    base64 !== text || (text.length >= shortestPicture && /^[A-Za-z0-9+/]+={0,2}$/.test(text));
  const bytes = isPicture ? decode(base64) : undefined;
  return bytes === undefined ? text : { sha256: await sha256(bytes, 'tell calls apart') };
}

/** `undefined` for a text that only looks like base64. */
function decode(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), character => character.codePointAt(0) ?? 0);
  } catch {
    return undefined;
  }
}

/** JSON with its names in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    isRecord(entry) && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

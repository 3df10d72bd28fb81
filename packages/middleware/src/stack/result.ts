import type { ImageWarning } from '@grok-image/core';
import { toWarningV3, type WarningV3 } from '@grok-image/core/internal';
import { convertBase64ToUint8Array, convertUint8ArrayToBase64, isRecord } from '@ai-sdk/provider-utils';
import type { ImageProviderMetadata, ImageResponseRecord, ImageResult, ImageUsageCounts } from './model.ts';

/** Results that have the form already: what one middleware gives, the next one takes. */
const seen = new WeakSet<object>();

/**
 * Brings what a model of any version and provider resolved with into one form. What is odd is left out rather than
 * refused: by now it is paid.
 *
 * @param modelId - where the answer names none
 */
export function toImageResult(raw: unknown, modelId: string): ImageResult {
  if (isSeen(raw)) return raw;
  const { images, warnings, isRetryable, usage, providerMetadata, response } = isRecord(raw) ? raw : {};
  const record = toResponse(response, modelId);
  // Models of AI SDK 4 have no other place for it.
  const metadata = isRecord(providerMetadata) ? providerMetadata : record.providerMetadata;
  return asSeen({
    images: toImages(images),
    warnings: toList(warnings).map(toWarning),
    ...(typeof isRetryable === 'boolean' && { isRetryable }),
    providerMetadata: toMetadata(metadata),
    ...(isRecord(usage) && { usage: toUsage(usage) }),
    response: record,
  });
}

/** Marks a result that was made in the form. */
export function asSeen(result: ImageResult): ImageResult {
  seen.add(result);
  return result;
}

function isSeen(raw: unknown): raw is ImageResult {
  return isRecord(raw) && seen.has(raw);
}

/** The bytes of an image, whichever way it came. */
export function bytesOf(image: string | Uint8Array): Uint8Array {
  return typeof image === 'string' ? convertBase64ToUint8Array(image) : image;
}

/** Images of several results in one list, which AI SDK wants to be of one kind. */
export function joinImages(lists: readonly (string[] | Uint8Array[])[]): string[] | Uint8Array[] {
  return toImages(lists.flat());
}

function toImages(images: unknown): string[] | Uint8Array[] {
  const list = toList(images);
  const texts = list.filter(image => typeof image === 'string');
  const bytes = list.filter(isBytes);
  if (texts.length === 0) return bytes;
  if (bytes.length === 0) return texts;
  return list.flatMap(image => {
    if (typeof image === 'string') return [image];
    return isBytes(image) ? [convertUint8ArrayToBase64(image)] : [];
  });
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || Object.prototype.toString.call(value) === '[object Uint8Array]';
}

function toList(value: unknown): unknown[] {
  return isIterable(value) ? [...value] : [];
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** What version 4 alone has a kind of its own for, by what it is told as. */
const deprecations = new WeakMap<WarningV3, ImageWarning>();

/** A warning as version 4 knows it. */
export function toWarningV4(warning: WarningV3): ImageWarning {
  return deprecations.get(warning) ?? warning;
}

/** By its shape: AI SDK 7 puts a proxy around older models that answers with a version of its own. */
function toWarning(warning: unknown): WarningV3 {
  const { type, setting, feature, details, message } = isRecord(warning) ? warning : {};
  const more = typeof details === 'string' ? { details } : {};
  if (type === 'unsupported-setting') return { type: 'unsupported', feature: String(setting), ...more };
  if ((type === 'unsupported' || type === 'compatibility') && typeof feature === 'string') {
    return { type, feature, ...more };
  }
  if (type === 'deprecated' && typeof setting === 'string') {
    const deprecated = { type, setting, message: String(message) } as const;
    const told = toWarningV3(deprecated);
    deprecations.set(told, deprecated);
    return told;
  }
  return { type: 'other', message: typeof message === 'string' ? message : JSON.stringify(warning) };
}

function toResponse(response: unknown, modelId: string): ImageResponseRecord {
  const record = isRecord(response) ? response : {};
  const { timestamp, headers, providerMetadata } = record;
  return {
    // AI SDK hands on whatever else a provider put there.
    ...record,
    timestamp: timestamp instanceof Date ? timestamp : new Date(),
    modelId: typeof record['modelId'] === 'string' ? record['modelId'] : modelId,
    headers: isHeaders(headers) ? headers : undefined,
    ...(isMetadata(providerMetadata) && { providerMetadata }),
  };
}

function toMetadata(metadata: unknown): ImageProviderMetadata {
  if (!isRecord(metadata)) return {};
  // AI SDK 5 to 7 fail on an entry without a list, after the image is paid.
  return isMetadata(metadata)
    ? metadata
    : toMetadata(Object.fromEntries(Object.entries(metadata).filter(([, entry]) => isEntry(entry))));
}

function isMetadata(value: unknown): value is ImageProviderMetadata {
  return isRecord(value) && Object.values(value).every(isEntry);
}

function isEntry(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value['images']);
}

function isHeaders(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every(header => typeof header === 'string');
}

function toUsage(usage: Record<string, unknown>): ImageUsageCounts {
  const count = (name: keyof ImageUsageCounts) => {
    const tokens = usage[name];
    return typeof tokens === 'number' ? tokens : undefined;
  };
  return {
    inputTokens: count('inputTokens'),
    outputTokens: count('outputTokens'),
    totalTokens: count('totalTokens'),
  };
}

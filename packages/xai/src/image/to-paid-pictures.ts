import { convertBase64ToUint8Array } from '@ai-sdk/provider-utils';
import { receivedBytes } from '@grok-image/core/internal';
import { holdsPicture, toAbsolute, withoutPrefix } from './paid-image.ts';
import type { XaiPaidPicture } from '../service/paid-picture.ts';
import type { XaiImageAnswer, XaiImageItem } from './response.ts';

/**
 * Lists the pictures of an answer that are paid and not refused, so that a caller who gives up while they are fetched
 * knows where they are.
 *
 * @param offset - place of the first one within the call
 * @example
 * const [first] = toPaidPictures(answer, { offset: 0, baseURL }); // { index: 0, url: 'https://imgen.x.ai/...' }
 */
export function toPaidPictures(
  { items }: XaiImageAnswer,
  { offset, baseURL }: { readonly offset: number; readonly baseURL: string },
): readonly XaiPaidPicture[] {
  return items.flatMap((item, position) => {
    if (item.respectsModeration === false || !holdsPicture(item)) return [];
    const { url, publicUrl, fileId } = item;
    const picture = { index: offset + position, url: url && toAbsolute(url, baseURL), publicUrl, fileId };
    // Hidden, as a log of events must not hold images.
    return [Object.defineProperty(picture, 'bytes', { get: () => bytesOf(item) })];
  });
}

function bytesOf({ base64 }: XaiImageItem): Uint8Array<ArrayBuffer> | undefined {
  if (base64 === undefined) return undefined;
  try {
    return receivedBytes(convertBase64ToUint8Array(withoutPrefix(base64)));
  } catch {
    return undefined;
  }
}

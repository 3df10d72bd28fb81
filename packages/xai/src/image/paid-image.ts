import { toImage, type DownloadedImage, type PaidImage, type UploadTarget } from '@grok-image/core';
import { excerpt, fetchByWays, isUrl, pathSegment, throwIfAborted } from '@grok-image/core/internal';
import { convertBase64ToUint8Array, DownloadError } from '@ai-sdk/provider-utils';
import type { XaiImageItem } from './response.ts';
import type { XaiTransport } from '../service/transport.ts';

const uploadRescue =
  'It is at your address in uploadUrls: read it there. With providerOptions.xai.storage too, it is fetched from the Files API.';

/** An item with a way to its image. */
export type XaiPaidImage = XaiImageItem &
  PaidImage & {
    /** The address that the image came from in the end; `undefined` before, and where it came inside the answer. */
    readonly servedFrom: string | undefined;
  };

/**
 * How to get the image of an item: from the base64 in it, by its address, or out of the Files API if it is stored there;
 * `undefined` when there is none. What was uploaded to an address of the caller is read from there last, because an
 * address that is signed for PUT refuses GET.
 *
 * @param index - its place within the call
 */
export function toPaidImage(
  item: XaiImageItem,
  index: number,
  { uploads = [] }: { readonly uploads?: readonly UploadTarget[] | undefined },
  { baseURL, imageOrigins, fetch, headers }: XaiTransport,
): XaiPaidImage | undefined {
  const { base64, publicUrl, fileId } = item;
  if (item.respectsModeration === false || !holdsPicture(item)) return undefined;
  const url = item.url && toAbsolute(item.url, baseURL);
  const upload = uploads.find(({ put }) => put === url);
  const stored = fileId && `${baseURL}/files/${pathSegment(fileId)}/content`;
  const addresses = upload ? [...readable(upload), publicUrl, stored, url] : [url, publicUrl, stored];
  // The key is for the service's own files; images have addresses that anybody may read, unless they are its own.
  const withKey = url === item.url ? [stored] : [stored, url];
  const { carried, flaw } = base64 === undefined ? {} : decode(base64);
  // Without accessors, which would keep its bytes long after the call.
  const paid: XaiPaidImage & { servedFrom: string | undefined } = {
    ...item,
    index,
    url: url ?? (base64 === undefined ? (publicUrl ?? stored) : undefined),
    rescue: upload ? uploadRescue : rescueOf(item),
    servedFrom: undefined,
    carried,
    async load(abortSignal, endsAt) {
      if (carried) return carried;
      const ways = [...new Set(addresses)].flatMap(address =>
        address ? [{ find: () => address, headers: withKey.includes(address) ? headers : undefined }] : [],
      );
      if (ways.length === 0) throw flaw;
      try {
        const served = await fetchByWays(ways, { baseURL, imageOrigins, fetch, abortSignal, endsAt });
        paid.servedFrom = served.url;
        return served.image;
      } catch (error) {
        throwIfAborted(abortSignal);
        throw flaw ?? (upload ? toUploadError(upload.put, error) : error);
      }
    },
  };
  return paid;
}

/** Where an upload can be read, if the caller has said so: an address that is signed for PUT refuses GET. */
function readable({ put, get }: UploadTarget): string[] {
  return get === put ? [] : [get];
}

/** Whether anything leads to a picture: bytes, an address, or a place in the Files API. */
export function holdsPicture({ url, base64, publicUrl, fileId }: XaiImageItem): boolean {
  return [url, base64, publicUrl, fileId].some(way => way !== undefined);
}

/** An address as it can be fetched; a path belongs to the origin of the API. */
export function toAbsolute(url: string, baseURL: string): string {
  const isRelative = /^\/(?![/\\])/.test(url) && isUrl(baseURL);
  return isRelative ? new URL(url, new URL(baseURL).origin).href : url;
}

/** What came inside the answer may be stored as well, and what is stored only has no other way. */
function rescueOf({ url, fileId }: XaiImageItem): string | undefined {
  if (url !== undefined || fileId === undefined) return undefined;
  return `It is stored: grok.files.content('${excerpt(fileId, 200)}') fetches it.`;
}

/** The base64 of a data URL, as in xAI's documentation of 2025; what is bare stays as it is. */
export function withoutPrefix(base64: string): string {
  return base64.slice(base64.indexOf(',') + 1);
}

/** The image that stands in an answer, or why it is none. */
function decode(base64: string): { readonly carried?: DownloadedImage; readonly flaw?: unknown } {
  const url = 'b64_json';
  let data: Uint8Array;
  try {
    data = convertBase64ToUint8Array(withoutPrefix(base64));
  } catch (cause) {
    const message = 'Failed to read an image: its base64 is broken.';
    return { flaw: new DownloadError({ url, message, cause }) };
  }
  try {
    return { carried: toImage(data, url) };
  } catch (flaw) {
    return { flaw };
  }
}

function toUploadError(url: string, cause: unknown): DownloadError {
  const reason = cause instanceof Error ? ` (${cause.message.replace(/\.$/, '')})` : '';
  const message = `It was made and uploaded to your address, which is not readable from here${reason}.`;
  return new DownloadError({ url, message, cause });
}

import {
  downloadImage,
  excerpt,
  pathSegment,
  toImage,
  type DownloadedImage,
  type PaidImage,
} from '@grok-image/core';
import { convertBase64ToUint8Array, DownloadError } from '@ai-sdk/provider-utils';
import type { XaiImageItem } from './response.ts';
import type { XaiTransport } from '../service/transport.ts';

const uploadRescue =
  'It is at your address in uploadUrls: read it there. With providerOptions.xai.storage too, it is fetched from the Files API.';

/**
 * How to get the image of an item: from the base64 in it, by its address, or out of the Files API if it is stored there;
 * `undefined` when there is none. What was uploaded to an address of the caller is read from there last, because an
 * address that is signed for PUT refuses GET.
 */
export function toPaidImage(
  item: XaiImageItem,
  { uploadUrls = [] }: { readonly uploadUrls?: readonly string[] | undefined },
  { baseURL, fetch, headers }: XaiTransport,
): (XaiImageItem & PaidImage) | undefined {
  const { url, base64, publicUrl, fileId } = item;
  if (item.respectsModeration === false || (url === undefined && base64 === undefined)) return undefined;
  const isUploaded = url !== undefined && uploadUrls.includes(url);
  const stored = fileId && `${baseURL}/files/${pathSegment(fileId)}/content`;
  const addresses = isUploaded ? [publicUrl, stored, url] : [url, publicUrl, stored];
  return {
    ...item,
    rescue: isUploaded ? uploadRescue : rescueOf(item),
    async load(abortSignal) {
      const failures: unknown[] = [];
      for (const address of [base64, ...addresses]) {
        try {
          if (address && address === base64) return decode(base64);
          // The key is for the service's own files; images have addresses that anybody may read.
          const credentials = address === stored ? { headers } : {};
          if (address) return await downloadImage(address, { baseURL, fetch, abortSignal, ...credentials });
        } catch (error) {
          abortSignal?.throwIfAborted();
          failures.push(error);
        }
      }
      throw isUploaded ? toUploadError(url, failures.at(-1)) : failures[0];
    },
  };
}

/** What came inside the answer may be stored as well. */
function rescueOf({ url, fileId }: XaiImageItem): string | undefined {
  if (url !== undefined || fileId === undefined) return undefined;
  return `It is stored: grok.files.content('${excerpt(fileId, 200)}') fetches it.`;
}

/** Bare, or behind a data URL prefix as in xAI's documentation of 2025. */
function decode(base64: string): DownloadedImage {
  const url = 'b64_json';
  let data: Uint8Array;
  try {
    data = convertBase64ToUint8Array(base64.slice(base64.indexOf(',') + 1));
  } catch (cause) {
    throw new DownloadError({ url, message: 'Failed to read an image: its base64 is broken.', cause });
  }
  return toImage(data, url);
}

function toUploadError(url: string, cause: unknown): DownloadError {
  const reason = cause instanceof Error ? ` (${cause.message.replace(/\.$/, '')})` : '';
  const message = `It was made and uploaded to your address, which is not readable from here${reason}.`;
  return new DownloadError({ url, message, cause });
}

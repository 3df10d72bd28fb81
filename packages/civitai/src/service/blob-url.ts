import { isUrl } from '@grok-image/core/internal';
import type { Connection } from './connection.ts';

/**
 * Address of a blob's bytes; it redirects to a signed one, and asks for the key.
 *
 * @param segment - the blob's id as it stands in an address
 */
export function blobUrl({ baseURL }: Connection, segment: string): string {
  return `${baseURL}/v2/consumer/blobs/${segment}`;
}

/** An address of the service that leads to a blob. */
export interface BlobAddress {
  /** The blob's id as it stands in the address. */
  readonly segment: string;
  /** When its signature ends, by `Date.now()`; 0 without a signature, `undefined` where it does not say. */
  readonly endsAt: number | undefined;
}

/**
 * Reads the address of a blob of the service: at the API's own origin or another host of Civitai's, as the live
 * service signs for hosts beside that of the API (seen 2026-09). `undefined` for any other address.
 */
export function readBlobAddress({ baseURL }: Connection, address: string): BlobAddress | undefined {
  if (!/^https?:/i.test(address) || !isUrl(address)) return undefined;
  const { origin, pathname, searchParams } = new URL(address);
  const isOwn = origin === new URL(baseURL).origin || /^https:\/\/(?:[\w-]+\.)*civitai\.com$/.test(origin);
  const [, segment] = /\/v2\/consumer\/blobs\/([^/]+)$/.exec(pathname) ?? [];
  if (!isOwn || segment === undefined) return undefined;
  if (!searchParams.has('sig')) return { segment, endsAt: 0 };
  const endsAt = Date.parse(searchParams.get('exp') ?? '');
  return { segment, endsAt: Number.isNaN(endsAt) ? undefined : endsAt };
}

import type { Site } from '../world/request.ts';
import { inspectImage } from '../picture/inspect.ts';
import type { PixelSize } from '../picture/pixel-size.ts';
import { invalidArgument } from './errors.ts';
import type { ImageSource } from './body.ts';
import type { Account, Service } from './service.ts';
import type { Order } from './validate.ts';

export interface LoadedSource extends PixelSize {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Limits of fetching a source image (xai-proto, May 2026). */
const maxBytes = 10 * 1024 * 1024;
const fetchTimeoutMs = 5000;
const userAgent = 'XaiImageApiFetch/1.0';

/** Gets and decodes sources: data URIs, stored files, the emulator's own pictures, or files on somebody's server. */
export function loadSources(
  service: Service,
  site: Site,
  { account, sources }: Pick<Order, 'account' | 'sources'>,
): Promise<LoadedSource[]> {
  return Promise.all(
    sources.map(async source => {
      const bytes = await readSource(service, account, site, source);
      if (bytes.length > maxBytes)
        throw invalidArgument(`Image exceeds the maximum size of ${maxBytes} bytes.`);
      const image = await inspectImage(bytes);
      if (image !== undefined) return { bytes, ...image };
      throw invalidArgument('Unsupported or invalid image. Supported formats: JPEG, PNG, WebP.');
    }),
  );
}

async function readSource(
  service: Service,
  { apiKey }: Account,
  site: Site,
  { url, image_url: alias, file_id: fileId }: ImageSource,
): Promise<Uint8Array<ArrayBuffer>> {
  if (fileId !== undefined) return service.files.get(apiKey, fileId).read();
  const location = url ?? alias ?? '';
  if (location.startsWith('data:')) {
    const [, data] = /^data:image\/(?:jpeg|jpg|png|webp);base64,([A-Za-z0-9+/=\s]+)$/.exec(location) ?? [];
    if (data !== undefined) return new Uint8Array(Buffer.from(data, 'base64'));
    throw invalidArgument('Invalid image data URI. Expected data:image/(jpeg|png|webp);base64,<data>.');
  }
  const [, id] = location.split(site.url('content', picturePath('')));
  if (id === undefined) return fetchSource(service, location);
  const own = service.pictures.get(id.split('.')[0] ?? '');
  if (own === undefined) throw invalidArgument('Failed to fetch image from URL: status 404.');
  return own.bytes();
}

/** The path of a picture on the content host, as api.x.ai names its files. */
export function picturePath(name: string): string {
  return `/xai-imgen/xai-tmp-imgen-${name}`;
}

async function fetchSource({ world }: Service, url: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^https?:\/\/\S+$/.test(url)) throw invalidArgument('Image URL must be an http(s) URL or a data URI.');
  try {
    const response = await world.fetch(url, {
      headers: { 'user-agent': userAgent },
      signal: AbortSignal.timeout(fetchTimeoutMs),
    });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    await response.body?.cancel();
    throw invalidArgument(`Failed to fetch image from URL: status ${response.status}.`);
  } catch (error) {
    // Whatever kept the image from being fetched fails the request, as with the real service.
    const isFailure = error instanceof TypeError || error instanceof DOMException;
    throw isFailure ? invalidArgument(`Failed to fetch image from URL: ${error.message}.`) : error;
  }
}

import { invalidArgumentInWords } from '../messages/invalid-argument.ts';
import { isInnerAddress } from './inner-host.ts';
import type { SourceImage } from './source-image.ts';

/** Who fetches a source image. */
export interface Fetcher {
  readonly service: string;
  /** A service of one's own network reaches what is in it. */
  readonly baseURL: string;
}

/**
 * Refuses a source image at an address that only one's own machine or network can open: the service would say so after the
 * request was sent, or bill it.
 *
 * @param field - name for error messages, e.g. `files[0]`
 * @throws InvalidArgumentError naming the field
 */
export function checkReachable(source: SourceImage, field: string, { service, baseURL }: Fetcher): void {
  if (source.type !== 'url' || !isInnerAddress(source.url) || isInnerAddress(baseURL)) return;
  const accepted = `an address that ${service} can fetch; pass the bytes of the image, or base64`;
  throw invalidArgumentInWords(field, `an address at ${new URL(source.url).hostname}`, accepted);
}

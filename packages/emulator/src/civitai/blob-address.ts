import type { Site } from '../world/request.ts';
import type { StoredBlob } from './blob.ts';
import { hosts } from './facts.ts';
import { problem } from './problem.ts';
import type { CivitaiState } from './state.ts';

/** Path of all files below the API origin. */
export const blobFolder = '/v2/consumer/blobs';

/** Path of a file below the API origin; a signature covers it. */
export function blobPath(id: string): string {
  return `${blobFolder}/${encodeURIComponent(id)}`;
}

/**
 * A file that is kept.
 *
 * @throws {Problem} 404 if it is unknown, forgotten, lost, or was moderated away.
 */
export function keptBlob({ blobs, world }: CivitaiState, id: string): StoredBlob {
  const blob = blobs.get(id);
  if (blob === undefined || !blob.available || blob.expiresAt <= world.now()) throw problem(404);
  return blob;
}

/**
 * The file of a signed address, which is enough to get it, whoever it belongs to.
 *
 * @throws {Problem} 401 without a signature of this service, 403 if it has expired, 404 if the file is not there.
 */
export function signedBlob(
  state: CivitaiState,
  path: string,
  query: { readonly sig?: string; readonly exp?: string },
): StoredBlob {
  const verdict = state.signer.check(path, query, state.world.now());
  if (verdict === 'invalid') throw problem(401, 'The signature is not valid.');
  if (verdict === 'expired') throw problem(403, 'The address has expired.');
  // A path that this service has signed has no broken escapes.
  return keptBlob(state, decodeURIComponent(path.slice(blobPath('').length)));
}

/**
 * The file of an address of content, and what else its token says.
 *
 * @throws {Problem} 400 if the token is none of this service, 401 if it has expired, 404 if the file is not there.
 */
export function contentBlob(
  state: CivitaiState,
  token: string,
): { readonly blob: StoredBlob; readonly facts: URLSearchParams } {
  const facts = state.signer.fromToken(token);
  if (facts === undefined) throw problem(400, 'The token is not valid.');
  if (Number(facts.get('until')) <= state.world.now()) throw problem(401, 'The address has expired.');
  return { blob: keptBlob(state, facts.get('id') ?? ''), facts };
}

/**
 * The file of an address that this service has given out, whichever way it was reached; `undefined` for the address of
 * somebody else.
 *
 * @throws {Problem} if the address gives nothing: the status says why.
 */
export function blobAt(state: CivitaiState, site: Site, address: string): StoredBlob | undefined {
  const own = [site.url('api', '/'), site.url('content', '/'), `${hosts.api}/`, `${hosts.content}/`];
  const start = own.find(prefix => address.startsWith(prefix));
  if (start === undefined) return undefined;
  const { pathname, searchParams } = new URL(address.slice(start.length - 1), 'http://civitai.invalid');
  const [, token] = pathname.split(`${blobFolder}/content/`);
  if (token !== undefined) return contentBlob(state, token).blob;
  const blob = signedBlob(state, pathname, Object.fromEntries(searchParams));
  if (blob.isWithheld()) throw problem(403);
  return blob;
}

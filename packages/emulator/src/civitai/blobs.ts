import { forgetOldest } from '../picture/store.ts';
import { isoDate } from '../world/clock.ts';
import type { Site } from '../world/request.ts';
import { hosts } from './facts.ts';
import { problem } from './problem.ts';
import type { CivitaiState } from './state.ts';
import type { StoredBlob } from './workflow.ts';

const maxBlobs = 10_000;

export function addBlob({ blobs }: CivitaiState, blob: StoredBlob): StoredBlob {
  blobs.set(blob.id, blob);
  forgetOldest(blobs, maxBlobs);
  return blob;
}

/** A file that is kept. Throws 404 if it is unknown, forgotten, lost, or was moderated away. */
export function keptBlob({ blobs, world }: CivitaiState, id: string): StoredBlob {
  const blob = blobs.get(id);
  if (blob === undefined || !blob.available || blob.expiresAt <= world.now()) throw problem(404);
  return blob;
}

export const blobFolder = '/v2/consumer/blobs';

/** Path of a file below the API origin; a signature covers it. */
export function blobPath(id: string): string {
  return `${blobFolder}/${encodeURIComponent(id)}`;
}

/** Signs a path: `?sig=…&exp=<ISO date>`, as seen in answers of the live service. */
export function signUrl(
  state: CivitaiState,
  site: Site,
  path: string,
): { readonly url: string; readonly urlExpiresAt: string } {
  const exp = isoDate(state.world.now() + state.settings.urlLifetimeMs);
  const query = new URLSearchParams({ sig: state.sign(`${path} ${exp}`), exp });
  return { url: `${site.url('content', path)}?${query}`, urlExpiresAt: exp };
}

export interface Signature {
  readonly sig?: string | undefined;
  readonly exp?: string | undefined;
}

export function checkSignature(
  state: CivitaiState,
  path: string,
  { sig, exp = '' }: Signature,
): 'valid' | 'expired' | 'invalid' {
  if (state.sign(`${path} ${exp}`) !== sig) return 'invalid';
  return Date.parse(exp) > state.world.now() ? 'valid' : 'expired';
}

/** Packs facts into a token that only this service can have made. */
export function toToken(state: CivitaiState, facts: Readonly<Record<string, string>>): string {
  const payload = Buffer.from(String(new URLSearchParams(facts))).toString('base64url');
  return `${payload}.${state.sign(payload)}`;
}

export function readToken(state: CivitaiState, token: string): URLSearchParams | undefined {
  const [payload = '', signature] = token.split('.');
  if (state.sign(payload) !== signature) return undefined;
  return new URLSearchParams(Buffer.from(payload, 'base64url').toString());
}

/** Of a signed address, whoever it belongs to. Throws 401 without a signature of this service, 403 if it has expired, or 404. */
export function signedBlob(state: CivitaiState, path: string, query: Signature): StoredBlob {
  const verdict = checkSignature(state, path, query);
  if (verdict === 'invalid') throw problem(401, 'The signature is not valid.');
  if (verdict === 'expired') throw problem(403, 'The address has expired.');
  // A path that this service has signed has no broken escapes.
  return keptBlob(state, decodeURIComponent(path.slice(blobFolder.length + 1)));
}

/** Of an address of content. Throws 400 if the token is none of this service, 401 if it has expired, or 404. */
export function contentBlob(
  state: CivitaiState,
  token: string,
): { readonly blob: StoredBlob; readonly facts: URLSearchParams } {
  const facts = readToken(state, token);
  if (facts === undefined) throw problem(400, 'The token is not valid.');
  if (Number(facts.get('until')) <= state.world.now()) throw problem(401, 'The address has expired.');
  return { blob: keptBlob(state, facts.get('id') ?? ''), facts };
}

/** The file of an address of this service, `undefined` for another. Throws with the status that the address would answer. */
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

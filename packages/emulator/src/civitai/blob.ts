import { createHmac } from 'node:crypto';
import type { Site } from '../world/request.ts';
import type { NsfwLevel } from './facts.ts';

export function isMature(level: NsfwLevel): boolean {
  return level === 'r' || level === 'x' || level === 'xxx';
}

/** Path of all files below the API origin. */
export const blobFolder = '/v2/consumer/blobs';

/** Path of a file below the API origin; a signature covers it. */
export function blobPath(id: string): string {
  return `${blobFolder}/${encodeURIComponent(id)}`;
}

/** What the query of a signed address says. */
export interface Signature {
  readonly sig?: string | undefined;
  /** An ISO date. */
  readonly exp?: string | undefined;
}

/** Makes and checks signatures, so that a link carries everything that is needed to serve it. */
export class Signer {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }

  /** Signs a path: `?sig=…&exp=<ISO date>`, as seen in answers of the live service. */
  signUrl(site: Site, path: string, expiresAt: number): { readonly url: string; readonly expiresAt: string } {
    const exp = new Date(expiresAt).toISOString();
    const query = new URLSearchParams({ sig: this.#sign(`${path} ${exp}`), exp });
    return { url: `${site.url('content', path)}?${query}`, expiresAt: exp };
  }

  /** Whether a path was signed, and is still good. */
  check(path: string, { sig, exp = '' }: Signature, now: number): 'valid' | 'expired' | 'invalid' {
    if (this.#sign(`${path} ${exp}`) !== sig) return 'invalid';
    return Date.parse(exp) > now ? 'valid' : 'expired';
  }

  /** Packs facts into a token that only this service can have made. */
  toToken(facts: Readonly<Record<string, string>>): string {
    const payload = Buffer.from(JSON.stringify(facts)).toString('base64url');
    return `${payload}.${this.#sign(payload)}`;
  }

  /** Unpacks a token; `undefined` if it is not one of ours. */
  fromToken(token: string): URLSearchParams | undefined {
    const [payload = '', signature] = token.split('.');
    if (this.#sign(payload) !== signature) return undefined;
    return new URLSearchParams(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  }
}

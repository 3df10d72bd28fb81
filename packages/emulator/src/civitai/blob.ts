import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Site } from '../world/request.ts';
import type { NsfwLevel } from './facts.ts';
import type { Account } from './account.ts';

/** A file of an account: a generated image or an uploaded one. */
export interface StoredBlob {
  readonly id: string;
  readonly owner: Account;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly nsfwLevel: NsfwLevel;
  readonly jobId?: string;
  /** `false` when its bytes were lost. */
  readonly available: boolean;
  /** Why moderation took it away. */
  readonly blockedReason?: string;
  /** Milliseconds since 1970; a refresh puts it off. */
  expiresAt: number;
  /** Whether it is kept back until mature content is allowed. */
  readonly isWithheld: () => boolean;
  /** Called when its bytes have reached the caller. */
  readonly delivered: () => void;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

export function isMature(level: NsfwLevel): boolean {
  return level === 'r' || level === 'x' || level === 'xxx';
}

/** Makes and checks signatures, so that a link carries everything that is needed to serve it. */
export class Signer {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }

  isValid(text: string, signature: string): boolean {
    const [expected, given] = [Buffer.from(this.sign(text)), Buffer.from(signature)];
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  /** Signs a path: `?sig=…&exp=<ISO date>`, as seen in answers of the live service. */
  signUrl(site: Site, path: string, expiresAt: number): { readonly url: string; readonly expiresAt: string } {
    const exp = new Date(expiresAt).toISOString();
    const query = new URLSearchParams({ sig: this.sign(`${path} ${exp}`), exp });
    return { url: `${site.url('content', path)}?${query}`, expiresAt: exp };
  }

  /** Whether a path was signed, and is still good. */
  check(
    path: string,
    { sig = '', exp = '' }: { readonly sig?: string | undefined; readonly exp?: string | undefined },
    now: number,
  ): 'valid' | 'expired' | 'invalid' {
    if (!this.isValid(`${path} ${exp}`, sig)) return 'invalid';
    return Date.parse(exp) > now ? 'valid' : 'expired';
  }

  /** Packs facts into a token that only this service can have made. */
  toToken(facts: Readonly<Record<string, string>>): string {
    const payload = Buffer.from(JSON.stringify(facts)).toString('base64url');
    return `${payload}.${this.sign(payload)}`;
  }

  /** Unpacks a token; `undefined` if it is not one of ours. */
  fromToken(token: string): URLSearchParams | undefined {
    const [payload = '', signature = ''] = token.split('.');
    if (!this.isValid(payload, signature)) return undefined;
    return new URLSearchParams(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  }
}

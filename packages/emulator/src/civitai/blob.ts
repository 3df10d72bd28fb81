import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Site } from '../world/request.ts';
import type { Account } from './account.ts';
import type { NsfwLevel } from './facts.ts';

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
export interface Signer {
  sign(text: string): string;
  isValid(text: string, signature: string): boolean;
}

export function createSigner(secret: string): Signer {
  const digest = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  return {
    sign: text => digest(text).toString('base64url'),
    isValid(text, signature) {
      const [expected, given] = [digest(text), Buffer.from(signature, 'base64url')];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

/** An address that needs no key, and the time until which it is good. */
export interface SignedUrl {
  readonly url: string;
  readonly expiresAt: string;
}

/** Signs a path: `?sig=…&exp=<ISO date>`, as seen in answers of the live service. */
export function signUrl(signer: Signer, site: Site, path: string, expiresAt: number): SignedUrl {
  const exp = new Date(expiresAt).toISOString();
  const query = new URLSearchParams({ sig: signer.sign(`${path} ${exp}`), exp });
  return { url: `${site.url('content', path)}?${query}`, expiresAt: exp };
}

/** Whether a path was signed, and is still good. */
export function checkSignature(
  signer: Signer,
  path: string,
  { sig, exp }: { readonly sig: string; readonly exp: string },
  now: number,
): 'valid' | 'expired' | 'invalid' {
  if (!signer.isValid(`${path} ${exp}`, sig)) return 'invalid';
  return Date.parse(exp) > now ? 'valid' : 'expired';
}

/** Packs facts into a token that only this service can have made. */
export function toToken(signer: Signer, facts: Readonly<Record<string, string>>): string {
  const payload = Buffer.from(JSON.stringify(facts)).toString('base64url');
  return `${payload}.${signer.sign(payload)}`;
}

/** Unpacks a token; `undefined` if it is not one of ours. */
export function fromToken(signer: Signer, token: string): URLSearchParams | undefined {
  const [payload = '', signature = ''] = token.split('.');
  if (!signer.isValid(payload, signature)) return undefined;
  return new URLSearchParams(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}

import { createHmac } from 'node:crypto';
import type { ResolvedCivitaiOptions } from '../options/civitai.ts';
import { forgetOldest, PictureStore } from '../picture/store.ts';
import type { RateLimiter } from '../world/rate-limit.ts';
import type { World } from '../world/world.ts';
import type { Site } from '../world/request.ts';
import { hosts, type NsfwLevel } from './facts.ts';
import { problem } from './problem.ts';
import { type Account, isFinal, type StoredBlob, type Workflow } from './workflow.ts';

/** An attempt to deliver a callback. */
export interface CivitaiCallback {
  readonly url: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The status that it was answered with; absent if there was no answer. */
  readonly status?: number;
}

export class CivitaiState {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly accounts: Map<string, Account> = new Map();
  readonly workflows: Map<string, Workflow> = new Map();
  readonly blobs: Map<string, StoredBlob> = new Map();
  readonly pictures: PictureStore;
  readonly signer: Signer;
  readonly callbacks: CivitaiCallback[] = [];
  readonly endListeners: Set<(workflow: Workflow) => void> = new Set();
  /** Of submits, by how many are allowed in a second. */
  readonly limiters: Map<number, RateLimiter> = new Map();
  settings: ResolvedCivitaiOptions;
  /** The time in the id that was given out last. */
  lastIdAt = 0;

  constructor(world: World) {
    this.world = world;
    this.signal = world.signal;
    this.settings = world.options.civitai;
    this.pictures = new PictureStore(world);
    this.signer = new Signer(world.uuid());
  }
}

/** Beyond this many, the oldest that have ended are forgotten with their keys, as if their retention had passed. */
const maxWorkflows = 5000;
const maxBlobs = 10_000;

/** By the signal of their life: a reset begins another. */
const states = new WeakMap<AbortSignal, CivitaiState>();

/** The state of Civitai in the present life of a world. */
export function stateOf(world: World): CivitaiState {
  const state = states.get(world.signal) ?? new CivitaiState(world);
  states.set(world.signal, state);
  return state;
}

export function accountOf({ accounts, settings }: CivitaiState, apiKey: string): Account {
  const balances = { ...settings.balances };
  const account = accounts.get(apiKey) ?? { userId: accounts.size + 6, apiKey, balances, known: new Map() };
  accounts.set(apiKey, account);
  return account;
}

export function addWorkflow({ workflows }: CivitaiState, workflow: Workflow): void {
  workflows.set(workflow.id, workflow);
  for (const [id, old] of workflows) {
    if (workflows.size <= maxWorkflows) return;
    if (!isFinal(old.status) && !old.isPreview) continue;
    workflows.delete(id);
    for (const [key, known] of old.account.known) if (known === id) old.account.known.delete(key);
  }
}

export function addBlob({ blobs }: CivitaiState, blob: StoredBlob): void {
  blobs.set(blob.id, blob);
  forgetOldest(blobs, maxBlobs);
}

/** A file that is kept. Throws 404 if it is unknown, forgotten, lost, or was moderated away. */
export function keptBlob({ blobs, world }: CivitaiState, id: string): StoredBlob {
  const blob = blobs.get(id);
  if (blob === undefined || !blob.available || blob.expiresAt <= world.now()) throw problem(404);
  return blob;
}

/** Of a signed address, whoever it belongs to. Throws 401 without a signature of this service, 403 if it has expired, or 404. */
export function signedBlob(state: CivitaiState, path: string, query: Signature): StoredBlob {
  const verdict = state.signer.check(path, query, state.world.now());
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
  const facts = state.signer.fromToken(token);
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

export function isMature(level: NsfwLevel): boolean {
  return level === 'r' || level === 'x' || level === 'xxx';
}

export const blobFolder = '/v2/consumer/blobs';

/** Path of a file below the API origin; a signature covers it. */
export function blobPath(id: string): string {
  return `${blobFolder}/${encodeURIComponent(id)}`;
}

export interface Signature {
  readonly sig?: string | undefined;
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

  check(path: string, { sig, exp = '' }: Signature, now: number): 'valid' | 'expired' | 'invalid' {
    if (this.#sign(`${path} ${exp}`) !== sig) return 'invalid';
    return Date.parse(exp) > now ? 'valid' : 'expired';
  }

  /** Packs facts into a token that only this service can have made. */
  toToken(facts: Readonly<Record<string, string>>): string {
    const payload = Buffer.from(JSON.stringify(facts)).toString('base64url');
    return `${payload}.${this.#sign(payload)}`;
  }

  fromToken(token: string): URLSearchParams | undefined {
    const [payload = '', signature] = token.split('.');
    if (this.#sign(payload) !== signature) return undefined;
    return new URLSearchParams(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  }
}

import { createHmac } from 'node:crypto';
import type { ResolvedCivitaiOptions } from '../options/civitai.ts';
import { PictureStore } from '../picture/store.ts';
import { RateLimiter } from '../world/rate-limit.ts';
import type { World } from '../world/world.ts';
import { isFinal } from './facts.ts';
import type { Account, StoredBlob, Workflow } from './workflow.ts';

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
  readonly callbacks: CivitaiCallback[] = [];
  readonly endListeners: Set<(workflow: Workflow) => void> = new Set();
  readonly submits: RateLimiter;
  settings: ResolvedCivitaiOptions;
  /** The time in the id that was given out last. */
  lastIdAt = 0;
  readonly #secret: string;

  constructor(world: World) {
    this.world = world;
    this.signal = world.signal;
    this.settings = world.options.civitai;
    this.pictures = new PictureStore(world);
    this.submits = new RateLimiter(world.now);
    this.#secret = world.uuid();
  }

  /** A signature, so that a link carries everything that is needed to serve it. */
  sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }
}

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

/** Beyond this many, the oldest that have ended are forgotten with their keys, as if their retention had passed. */
const maxWorkflows = 5000;

export function addWorkflow({ workflows }: CivitaiState, workflow: Workflow): void {
  workflows.set(workflow.id, workflow);
  for (const [id, old] of workflows) {
    if (workflows.size <= maxWorkflows) return;
    if (!isFinal(old.status) && !old.isPreview) continue;
    workflows.delete(id);
    for (const [key, known] of old.account.known) if (known === id) old.account.known.delete(key);
  }
}

import type { ResolvedCivitaiOptions } from '../options/civitai.ts';
import { createPictureStore, type PictureStore } from '../picture/store.ts';
import type { World } from '../world/world.ts';
import { Signer, type StoredBlob } from './blob.ts';
import type { Account } from './account.ts';
import { isFinal, type Workflow } from './workflow.ts';

/** An attempt to deliver a callback. */
export interface CivitaiCallback {
  readonly url: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The status that it was answered with; absent if there was no answer. */
  readonly status?: number;
}

/** Everything that one life of the emulated Civitai remembers. */
export interface CivitaiState {
  readonly world: World;
  /** Aborts when this life ends. */
  readonly signal: AbortSignal;
  readonly accounts: Map<string, Account>;
  readonly workflows: Map<string, Workflow>;
  readonly blobs: Map<string, StoredBlob>;
  readonly pictures: PictureStore;
  readonly signer: Signer;
  readonly callbacks: CivitaiCallback[];
  readonly endListeners: Set<(workflow: Workflow) => void>;
  settings: ResolvedCivitaiOptions;
  /** The time in the id that was given out last. */
  lastIdAt: number;
}

/** Beyond this many, the oldest that have ended are forgotten with their keys, as if their retention had passed. */
const maxWorkflows = 5000;
const maxBlobs = 10_000;

/** By the signal of their life: a reset begins another. */
const states = new WeakMap<AbortSignal, CivitaiState>();

/** The state of Civitai in the present life of a world. */
export function stateOf(world: World): CivitaiState {
  const known = states.get(world.signal);
  if (known !== undefined) return known;
  const state: CivitaiState = {
    world,
    signal: world.signal,
    accounts: new Map(),
    workflows: new Map(),
    blobs: new Map(),
    pictures: createPictureStore(world),
    signer: new Signer(world.uuid()),
    callbacks: [],
    endListeners: new Set(),
    settings: world.options.civitai,
    lastIdAt: 0,
  };
  states.set(world.signal, state);
  return state;
}

/** The account of an API key, made when the key is first seen. */
export function accountOf({ accounts, settings }: CivitaiState, apiKey: string): Account {
  const known = accounts.get(apiKey);
  if (known !== undefined) return known;
  const balances = { ...settings.balances };
  const account: Account = { userId: accounts.size + 6, apiKey, balances, known: new Map() };
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
  for (const id of blobs.keys()) {
    if (blobs.size <= maxBlobs) return;
    blobs.delete(id);
  }
}

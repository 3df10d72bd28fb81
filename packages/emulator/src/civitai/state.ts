import { type PictureStore, createPictureStore } from '../picture/store.ts';
import type { World } from '../world/world.ts';
import { type Account, createAccount } from './account.ts';
import { createSigner, type Signer, type StoredBlob } from './blob.ts';
import type { ResolvedCivitaiOptions } from '../options/civitai.ts';
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

/** Beyond this many, the oldest are forgotten, as if their retention had passed. */
const maxWorkflows = 5000;
const maxBlobs = 10_000;

const states = new WeakMap<World, CivitaiState>();

export function createState(world: World): CivitaiState {
  const state: CivitaiState = {
    world,
    signal: world.signal,
    accounts: new Map(),
    workflows: new Map(),
    blobs: new Map(),
    pictures: createPictureStore(world),
    signer: createSigner(world.uuid()),
    callbacks: [],
    endListeners: new Set(),
    settings: world.options.civitai,
    lastIdAt: 0,
  };
  states.set(world, state);
  return state;
}

/** The state of the app that was created last for a world. */
export function findState(world: World): CivitaiState | undefined {
  return states.get(world);
}

/** The account of an API key, made when the key is first seen. */
export function accountOf(state: CivitaiState, apiKey: string): Account {
  const known = state.accounts.get(apiKey);
  if (known !== undefined) return known;
  const account = createAccount(state.accounts.size + 6, apiKey, state.settings.balances);
  state.accounts.set(apiKey, account);
  return account;
}

export function addWorkflow(state: CivitaiState, workflow: Workflow): void {
  state.workflows.set(workflow.id, workflow);
  for (const [id, old] of state.workflows) {
    if (state.workflows.size <= maxWorkflows) return;
    if (isFinal(old.status)) state.workflows.delete(id);
  }
}

export function addBlob(state: CivitaiState, blob: StoredBlob): void {
  state.blobs.set(blob.id, blob);
  for (const id of state.blobs.keys()) {
    if (state.blobs.size <= maxBlobs) return;
    state.blobs.delete(id);
  }
}

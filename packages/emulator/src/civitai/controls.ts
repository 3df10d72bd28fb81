import { civitaiBackend } from './backend.ts';
import type { Status } from './facts.ts';
import { callable, readArgument } from '../options/argument.ts';
import {
  balancesSchema,
  type CivitaiBalances,
  type CivitaiOptions,
  civitaiSchema,
  overlay,
} from '../options/civitai.ts';
import type { World } from '../world/world.ts';
import { accountOf, type CivitaiCallback, stateOf } from './state.ts';
import type { Account, Workflow } from './workflow.ts';

/** A workflow, as a test sees it. Times are milliseconds since 1970. */
export interface CivitaiWorkflow {
  readonly id: string;
  readonly apiKey: string;
  readonly externalId: string | undefined;
  readonly status: Status;
  readonly tags: readonly string[];
  readonly steps: readonly { readonly name: string; readonly status: Status; readonly images: number }[];
  /** Buzz taken and not given back. */
  readonly charged: number;
  /** Buzz given back. */
  readonly refunded: number;
  readonly createdAt: number;
  readonly completedAt: number | undefined;
  readonly isDeleted: boolean;
}

/** What a test can see and set on the emulated Civitai, beside what a provider needs. */
export interface CivitaiControls {
  /** Every workflow that was started, in order, deleted ones included. */
  workflows(): readonly CivitaiWorkflow[];
  /** Buzz of the account that belongs to an API key, by default the emulator's own. */
  balances(apiKey?: string): CivitaiBalances;
  setBalances(balances: Partial<CivitaiBalances>, apiKey?: string): void;
  /** Changes the behaviour from now on, until the emulator is reset. */
  configure(options: CivitaiOptions): void;
  /** Attempts to deliver callbacks, in order. */
  callbacks(): readonly CivitaiCallback[];
  /** Calls back the moment a workflow ends, before anybody who waits is answered. Returns a way to stop that. */
  onEnded(listener: (workflow: CivitaiWorkflow) => void): () => void;
}

export function createControls(world: World): CivitaiControls {
  const account = (apiKey = civitaiBackend.apiKey): Account => accountOf(stateOf(world), apiKey);
  return {
    workflows: () => [...stateOf(world).workflows.values()].filter(({ isPreview }) => !isPreview).map(toView),
    balances: apiKey => ({ ...account(apiKey).balances }),
    setBalances(given, apiKey) {
      const { balances } = account(apiKey);
      Object.assign(balances, readArgument('set the balances', balancesSchema, overlay(balances, given)));
    },
    configure(options) {
      const state = stateOf(world);
      const changed = overlay(state.settings, options);
      state.settings = readArgument('configure Civitai', civitaiSchema, changed);
    },
    callbacks: () => stateOf(world).callbacks,
    onEnded(given) {
      const listener = readArgument('listen for ended workflows', callable<typeof given>(), given);
      const { endListeners } = stateOf(world);
      const notify = (workflow: Workflow): void => listener(toView(workflow));
      endListeners.add(notify);
      return () => void endListeners.delete(notify);
    },
  };
}

function toView(workflow: Workflow): CivitaiWorkflow {
  const sum = (type: 'debit' | 'credit'): number =>
    workflow.transactions
      .filter(transaction => transaction.type === type)
      .reduce((total, { amount }) => total + amount, 0);
  return {
    id: workflow.id,
    apiKey: workflow.account.apiKey,
    externalId: workflow.submission.externalId,
    status: workflow.status,
    tags: workflow.tags,
    steps: workflow.steps.map(({ name, status, images }) => ({ name, status, images })),
    charged: sum('debit') - sum('credit'),
    refunded: sum('credit'),
    createdAt: workflow.createdAt,
    completedAt: workflow.completedAt,
    isDeleted: workflow.deletedAt !== undefined,
  };
}

import type { CommandDefinition } from '../flags/definition.ts';

/** A command as the list of commands shows it, before anything of it is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandDefinition>;
}

/** All commands, in the order of the help. Each is loaded when it is called. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'generate',
    summary: 'images of one prompt',
    load: async () => (await import('./generate.ts')).generate,
  },
  {
    name: 'bulk',
    summary: 'images of a file of prompts, on one machine or many',
    load: async () => (await import('./bulk.ts')).bulk,
  },
  {
    name: 'worker',
    summary: 'sends the jobs of a queue, on any machine',
    load: async () => (await import('./worker.ts')).worker,
  },
  {
    name: 'status',
    summary: 'how far a run is',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'retry',
    summary: 'asks again for what is unknown, missing or failed',
    load: async () => (await import('./retry.ts')).retry,
  },
  {
    name: 'models',
    summary: 'the models of a service with their prices of today',
    load: async () => (await import('./models.ts')).models,
  },
  {
    name: 'cost',
    summary: 'what a request would cost; nothing is made',
    load: async () => (await import('./cost.ts')).cost,
  },
  {
    name: 'collect',
    summary: 'fetches what was paid before, and pays nothing',
    load: async () => (await import('./collect.ts')).collect,
  },
  {
    name: 'doctor',
    summary: 'looks at Node.js, keys, network and AI SDK, and says what to do',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'budget',
    summary: 'what production stacks have spent, and unsettled sums',
    load: async () => (await import('./budget.ts')).budget,
  },
  {
    name: 'playground',
    summary: 'a page to try prompts and compare services',
    load: async () => (await import('./playground.ts')).playground,
  },
  {
    name: 'emulator',
    summary: 'the services on this machine, without keys and bills',
    load: async () => (await import('./emulator.ts')).emulator,
  },
];

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
    name: 'emulator',
    summary: 'the services on this machine, without keys and bills',
    load: async () => (await import('./emulator.ts')).emulator,
  },
];

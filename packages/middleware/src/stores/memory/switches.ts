import type { Ledger, ThrownSwitch } from '../ledger.ts';

/** The part of a ledger that stops calls. */
export interface Switches extends Pick<Ledger, 'stop' | 'resume' | 'stopped'> {
  /** The first of some that is thrown. */
  thrown(names: readonly string[]): ThrownSwitch | undefined;
}

export function createSwitches(): Switches {
  const reasons = new Map<string, string>();
  const all = () => [...reasons].map(([name, reason]) => ({ name, reason }));
  return {
    thrown: names => all().find(({ name }) => names.includes(name)),
    async stop({ name, reason }) {
      reasons.set(name, reason);
    },
    resume: async name => reasons.delete(name),
    stopped: async prefix => all().filter(({ name }) => name.startsWith(prefix)),
  };
}

import { kindOf } from '../invariants/facts.ts';
import type { Play } from '../play.ts';

/** How often each behaviour of a service and of a caller was met. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();

  add({ scenario, exchanges, calls, bills }: Play): void {
    this.#count('service', scenario.service);
    this.#count('AI SDK', String(scenario.sdk));
    if (scenario.runtime) this.#count('runtime', scenario.runtime);
    for (const [name, value] of Object.entries(scenario.world)) {
      if (value === undefined) continue;
      this.#count('world', typeof value === 'string' ? `${name}: ${value}` : name);
    }
    for (const { role = 'bytes', reaction } of exchanges) {
      this.#count('request', role);
      const works = reaction.works ? 'carried out' : 'not carried out';
      this.#count('answer', `${kindOf(reaction)}, ${works}`);
    }
    for (const { end } of calls) this.#count('end of a call', end);
    for (const { outcome } of bills) this.#count('work', outcome);
  }

  /** A table for each group, most frequent first. */
  toMarkdown(): string {
    return [...this.#counts]
      .map(([group, counts]) => {
        const rows = [...counts].toSorted((one, other) => other[1] - one[1]);
        return `### ${group}\n\n| what | times |\n| --- | ---: |\n${rows.map(([what, times]) => `| ${what} | ${times} |`).join('\n')}`;
      })
      .join('\n\n');
  }

  #count(group: string, what: string): void {
    const counts = this.#counts.get(group) ?? new Map<string, number>();
    counts.set(what, (counts.get(what) ?? 0) + 1);
    this.#counts.set(group, counts);
  }
}

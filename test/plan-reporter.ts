import { availableParallelism } from 'node:os';
import type { Reporter, TestSpecification } from 'vitest/node';

interface Plan {
  readonly what: string;
  /** Of one core, for a file on average. */
  readonly seconds: number;
}

/** The projects of `vitest.config.ts`, by name. */
const plans: Readonly<Record<string, Plan>> = {
  tests: { what: 'units, which share a process', seconds: 0.4 },
  alone: {
    what: 'contract suite of AI SDK 4 to 7, 500 simulated plays',
    seconds: 7,
  },
  long: {
    what: 'faults, compatibility with @ai-sdk/xai, examples, the command line, queues',
    seconds: 10,
  },
  hostile: { what: 'hostile answers and networks, memory, a short soak', seconds: 25 },
  workers: { what: 'workers that are killed, by the command', seconds: 150 },
  programs: {
    what: 'a smoke run of the benchmark, types in every compiler, TypeScript of the texts',
    seconds: 22,
  },
  recipes: { what: 'small apps of the site: Hono, Express, Next.js, workerd, a browser, Jest', seconds: 15 },
  playground: {
    what: 'the playground in a browser, and the code that it hands over',
    seconds: 12,
  },
};

/** Says before a run what it will do and how long that takes. */
export class PlanReporter implements Reporter {
  onTestRunStart(specifications: readonly TestSpecification[]): void {
    const parts = Object.entries(plans).flatMap(([name, plan]) => {
      const files = specifications.filter(({ project }) => project.name === name).length;
      return files === 0 ? [] : [{ ...plan, files }];
    });
    const work = parts.reduce((sum, { files, seconds }) => sum + files * seconds, 0);
    const cores = availableParallelism();
    const lines = [
      ...parts.map(({ files, what }) => ` ${files} files: ${what}`),
      ` About ${Math.ceil(work / cores / 5) * 5} s on ${cores} cores; nothing leaves this machine.`,
    ];
    process.stdout.write(`${lines.join('\n')}\n\n`);
  }
}

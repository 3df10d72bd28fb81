import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { ContractReporter } from './test/contract/reporter.ts';
import { PlanReporter } from './test/plan-reporter.ts';

/** Without `import`: Node.js is given them too, and would hand modules to `require`. */
const conditions = ['@grok-image/source', 'node'];

const units = 'packages/*/src/**/*.test.ts';
/** Programs that take long, by `pnpm test:programs`. */
const programs = 'test/{bench,types}/**/*.test.ts';
/** What means harm or comes by chance, and a short soak, by `pnpm test:hostile`; what keeps secrets, and inner addresses out, is in every run. */
const hostile = 'test/{hostile/!(secrets|guard),soak/*}.test.ts';
/** Small apps of the site, which use the packages as they are built, by `pnpm test:recipes`. */
const recipes = 'test/recipes/*.test.ts';
/** What needs a browser and the built page, by `pnpm test:playground`. */
const playground = 'test/playground/**/*.test.ts';
/** Workers that are killed, which others go on for when a lease is over, by `pnpm test:workers`. */
const workers = 'packages/cli/src/commands/worker.test.ts';
/** What takes a processor for long, by `pnpm test:long`. */
const long = [
  'test/{compatibility,examples,faults}/*.test.ts',
  'test/hostile/{secrets,guard}.test.ts',
  // The contract suite once more, behind middleware.
  'test/contract/production.test.ts',
  // A process for each test, five thousand workflows, and bodies of 25 MB.
  'packages/emulator/src/{command,civitai/known-keys}.test.ts',
  'packages/xai/src/batch/large.test.ts',
  'packages/cli/src/commands/*.test.ts',
  'test/cli/transcript.test.ts',
  // Runs that wait for batches, and queues on real servers.
  'packages/bulk/src/{folder/run-bulk,queue/{queue,broken}}.test.ts',
];
/** What wants a process of its own, as it sees what AI SDK says once in a process; and what takes longest, to begin with it. */
const alone = [
  'test/{contract/**/*,simulation/*}.test.ts',
  // Another copy of a library in the place of the usual one.
  'packages/*/src/**/oldest-zod.test.ts',
];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    reporters: ['default', new PlanReporter(), new ContractReporter()],
    maxWorkers: availableParallelism(),
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // For what hangs: what is slow on a busy machine is none of it.
    testTimeout: 60_000,
    expect: { poll: { interval: 5, timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: [units, 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: ['**/node_modules/**', programs, playground, recipes, workers, hostile, ...long, ...alone],
          // Nothing leaks from file to file, and most of a worker's time went into loading the same modules anew.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone, exclude: ['**/node_modules/**', ...long] } },
      { extends: true, test: { name: 'long', include: long, exclude: ['**/node_modules/**', workers] } },
      { extends: true, test: { name: 'workers', include: [workers] } },
      { extends: true, test: { name: 'hostile', include: [hostile] } },
      // Processes, most of which wait.
      { extends: true, test: { name: 'programs', include: [programs], maxConcurrency: 10 } },
      // Each starts servers, and one a build.
      { extends: true, test: { name: 'recipes', include: [recipes], fileParallelism: false } },
      {
        extends: true,
        test: {
          name: 'playground',
          include: [playground],
          globalSetup: 'test/playground/harness/browser.ts',
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A browser on a machine that does other things.
          expect: { poll: { interval: 20, timeout: 40_000 } },
        },
      },
    ],
  },
});

export default config;

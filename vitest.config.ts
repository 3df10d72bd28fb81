import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { ContractReporter } from './test/contract/reporter.ts';
import { PlanReporter } from './test/plan-reporter.ts';

/** Without `import`: Node.js is given them too, and would hand modules to `require`. */
const conditions = ['@grok-image/source', 'node'];

const units = 'packages/*/src/**/*.test.ts';
/** Programs that take long, by `pnpm test:programs`. */
const programs = 'test/{bench,soak,types}/**/*.test.ts';
/**
 * Tests of what AI SDK says once in a process and of what a process takes, which want one of their own, and those that take
 * longest: this project comes first.
 */
const alone = [
  'test/{contract/**/*,examples/*,faults/*,simulation/*,hostile/memory,hostile/image-headers}.test.ts',
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
    testTimeout: 20_000,
    expect: { poll: { interval: 5, timeout: 5000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: [units, 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: ['**/node_modules/**', programs, ...alone],
          // Nothing leaks from file to file, and most of a worker's time went into loading the same modules anew.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
      { extends: true, test: { name: 'programs', include: [programs] } },
    ],
  },
});

export default config;

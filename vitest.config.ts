import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { ContractReporter } from './test/contract/reporter.ts';

const conditions = ['@grok-image/source', 'node', 'import', 'default'];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    reporters: ['default', new ContractReporter()],
    restoreMocks: true,
    unstubEnvs: true,
    testTimeout: 20_000,
  },
});

export default config;

import type { SizeLimitConfig } from 'size-limit';

/**
 * What an app with `ai` pays on top: our own code with the two small libraries in its build. `@ai-sdk/provider`, its utilities and
 * `zod` are loaded by `ai` itself (`test/bench` measures it over `generateImage`).
 */
const budgets: SizeLimitConfig = [
  {
    name: 'createGrok, over what ai loads',
    path: 'packages/xai/dist/index.js',
    import: '{ createGrok }',
    limit: '50 kB',
  },
  {
    name: 'createCivitai, what is loaded at once, over what ai loads',
    path: 'packages/civitai/dist/index.js',
    import: '{ createCivitai }',
    limit: '42.5 kB',
    // Loaded with the first call of another engine than Grok's.
    ignore: ['*/engines.js', '*/list-models.js'],
  },
  {
    name: 'createCivitai with all engines, over what ai loads',
    path: 'packages/civitai/dist/index.js',
    import: '{ createCivitai }',
    limit: '53.5 kB',
  },
  {
    name: 'wrap and production, the whole stack, over what ai loads',
    path: 'packages/middleware/dist/index.js',
    import: '{ production, wrap }',
    limit: '51.5 kB',
  },
  {
    name: 'wrap and billOnceMiddleware, over what ai loads',
    path: 'packages/middleware/dist/index.js',
    import: {
      'packages/middleware/dist/index.js': '{ wrap }',
      'packages/middleware/dist/bill-once/index.js': '{ billOnceMiddleware }',
    },
    limit: '27 kB',
  },
].map(budget => ({
  ...budget,
  ignore: [
    ...(budget.ignore ?? []),
    '@ai-sdk/provider',
    '@ai-sdk/provider-utils',
    '@opentelemetry/api',
    'zod',
  ],
  gzip: true,
}));

export default budgets;

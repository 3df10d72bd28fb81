import type { SizeLimitConfig } from 'size-limit';
import { withoutOnDemand } from './test/bench/harness/without-on-demand.ts';

/** From the sources, because the build of the core holds two small libraries. */
const ownCode = {
  import: '{ createGrok }',
  path: 'packages/xai/src/index.ts',
  ignore: ['@ai-sdk/provider', '@ai-sdk/provider-utils', 'zod', 'image-dimensions', 'leven'],
  gzip: true,
};
const conditions = ['@grok-image/source'];

/** What createGrok needs, all of it and as it is loaded, and what of that is ours. */
const budgets: SizeLimitConfig = [
  {
    name: 'createGrok with everything it needs, in one file',
    path: 'packages/xai/dist/index.js',
    import: '{ createGrok }',
    gzip: true,
    limit: '33 kB',
  },
  {
    name: 'createGrok without what is loaded on demand',
    path: 'packages/xai/dist/index.js',
    import: '{ createGrok }',
    gzip: true,
    limit: '25 kB',
    modifyEsbuildConfig: config => ({ ...config, plugins: [withoutOnDemand] }),
  },
  {
    ...ownCode,
    name: 'createGrok, our own code',
    limit: '28.5 kB',
    modifyEsbuildConfig: config => ({ ...config, conditions }),
  },
  {
    ...ownCode,
    name: 'createGrok, our own code without what is loaded on demand',
    limit: '19.8 kB',
    modifyEsbuildConfig: config => ({ ...config, conditions, plugins: [withoutOnDemand] }),
  },
  {
    name: 'createCivitai with everything it needs',
    path: 'packages/civitai/dist/index.js',
    import: '{ createCivitai }',
    gzip: true,
    limit: '24.5 kB',
  },
];

export default budgets;

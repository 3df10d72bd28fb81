import type { Plugin } from 'esbuild';

/** Leaves out of a bundle what is loaded with its first use, which bundlers put into files of their own. */
export const withoutOnDemand: Plugin = {
  name: 'without-on-demand',
  setup({ onResolve }) {
    onResolve({ filter: /^/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

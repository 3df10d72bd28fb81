import { defineConfig, type UserConfig } from 'vite';

/** The page: everything in it comes from this server, so that a policy without inline scripts and foreign hosts holds. */
const config: UserConfig = defineConfig({
  root: 'src/page',
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    target: 'es2023',
    // As files: the policy has no place for data in addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});

export default config;

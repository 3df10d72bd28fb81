import { gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { withoutOnDemand } from '../harness/without-on-demand.ts';
import { numberText, type Findings, type Plan } from '../report/row.ts';

/** Everything in a bundle that is not ours. */
const libraries = ['@ai-sdk/provider', '@ai-sdk/provider-utils', 'zod', 'image-dimensions', 'leven'];

/** g: size of the factory with everything it needs, minified and gzipped. */
export async function measureBundle(_plan: Plan): Promise<Findings> {
  const factory = "export { createGrok } from '@grok-image/xai';";
  // From the sources, because the build of the core holds two small libraries.
  const own = { external: libraries, conditions: ['@grok-image/source'] };
  const [ours, atOnce, ownAtOnce, ownInAll, peer] = await Promise.all([
    bundle(factory),
    bundle(factory, { plugins: [withoutOnDemand] }),
    bundle(factory, { ...own, plugins: [withoutOnDemand] }),
    bundle(factory, own),
    bundle("export { createXai } from '@ai-sdk/xai';"),
  ]);
  return {
    rows: [
      {
        id: 'g',
        what: 'bundle in one file, min+gzip, of `createGrok` with everything it needs',
        against: '@ai-sdk/xai',
        mustBe: 'at most 0.30x',
        measured: `${(ours / peer).toFixed(2)}x`,
        figures: `${bytes(ours)} against ${bytes(peer)}; ${bytes(atOnce)} (${(atOnce / peer).toFixed(2)}x) where a bundler makes files of their own of what is loaded on demand`,
        isMet: ours / peer <= 0.3,
      },
      {
        id: 'g',
        what: 'of that, our own code that is loaded at once',
        against: '12 KB',
        mustBe: 'at most 12,000 B',
        measured: bytes(ownAtOnce),
        figures: `without ${libraries.join(', ')}; ${bytes(ownInAll)} with what is loaded on demand`,
        isMet: ownAtOnce <= 12_000,
      },
    ],
    charts: [
      {
        name: 'bundle',
        title: 'Bundle of the factory with everything it needs, min+gzip',
        unit: 'KB',
        bars: [
          { label: 'grok-image', value: ours / 1000 },
          { label: '@ai-sdk/xai', value: peer / 1000 },
        ],
      },
    ],
  };
}

function bytes(value: number): string {
  return `${numberText(value)} B`;
}

async function bundle(contents: string, options: BuildOptions = {}): Promise<number> {
  const isFromSource = process.execArgv.some(flag => flag.includes('@grok-image/source'));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    conditions: isFromSource ? ['@grok-image/source'] : [],
    bundle: true,
    format: 'esm',
    minify: true,
    ...options,
    write: false,
  });
  return outputFiles.reduce((total, file) => total + gzipSync(file.contents, { level: 9 }).byteLength, 0);
}

import { gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import type { Places } from '../harness/installation.ts';
import { numberText, type Findings, type Plan } from '../report/row.ts';

/** What an app has without a provider. */
const app = "export { generateImage } from 'ai';";
const ours = "export { createGrok } from '@grok-image/xai';";

/** Everything in a bundle that is not ours. */
const libraries = ['@ai-sdk/provider', '@ai-sdk/provider-utils', 'zod', 'image-dimensions', 'leven'];

/** Most that ours may add to an app, as a multiple of what the peer adds. */
const most = 0.5;

/** g: what a provider adds to an app that bundles `generateImage`, in one file, minified and gzipped. */
export async function measureBundle(_plan: Plan, places: Places): Promise<Findings> {
  const [alone, withOurs, withPeer, own] = await Promise.all([
    bundle(places.alone.folder, app),
    bundle(places.ours.folder, `${app}${ours}`),
    bundle(places.peer.folder, `${app}export { createXai } from '@ai-sdk/xai';`),
    // From the sources, because the build of the core holds two small libraries.
    bundle(import.meta.dirname, ours, { external: libraries, conditions: ['@grok-image/source'] }),
  ]);
  const [extra, peerExtra] = [withOurs - alone, withPeer - alone];
  return {
    rows: [
      {
        id: 'g',
        what: 'bundle in one file, min+gzip: extra over an app of `generateImage` alone',
        against: '@ai-sdk/xai, installed beside `ai`',
        mustBe: `at most ${most.toFixed(2)}x`,
        measured: `${(extra / peerExtra).toFixed(2)}x`,
        figures: `${kilobytes(extra)} against ${kilobytes(peerExtra)}, over ${kilobytes(alone)}; our own code without libraries ${kilobytes(own)}`,
        isMet: extra / peerExtra <= most,
      },
    ],
    charts: [
      {
        name: 'bundle',
        title: 'What a provider adds to a bundle of generateImage, min+gzip',
        unit: 'KB',
        bars: [
          { label: 'grok-image', value: extra / 1000 },
          { label: '@ai-sdk/xai', value: peerExtra / 1000 },
        ],
      },
    ],
  };
}

function kilobytes(bytes: number): string {
  return `${numberText(bytes / 1000)} KB`;
}

async function bundle(resolveDir: string, contents: string, options: BuildOptions = {}): Promise<number> {
  const isFromSource = process.execArgv.some(flag => flag.includes('@grok-image/source'));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    conditions: isFromSource ? ['@grok-image/source'] : [],
    bundle: true,
    format: 'esm',
    minify: true,
    ...options,
    write: false,
  });
  return outputFiles.reduce((total, file) => total + gzipSync(file.contents, { level: 9 }).byteLength, 0);
}

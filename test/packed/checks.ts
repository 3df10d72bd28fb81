import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { consumerNode, run } from './command.ts';
import { providers, type Provider, type Row } from './rows.ts';
import type { Tarball } from './tarball.ts';

const nodenext = { module: 'nodenext' };

/** What is tried in an installation, in this order; each throws when it does not work. */
export const checks: Readonly<Record<string, (row: Row, folder: string) => Promise<void>>> = {
  images: makeImages,
  stack: wrapModels,
  require: loadWithRequire,
  'types 7': (row, folder) => checkTypes('typescript', nodenext, row, folder),
  'types 5.9': (row, folder) => checkTypes('typescript59', nodenext, row, folder),
  // What reads no `exports`: TypeScript 7 has it no more.
  'types node10': (row, folder) =>
    checkTypes('typescript59', { module: 'esnext', moduleResolution: 'node10' }, row, folder),
};

/** Installs our tarballs next to what the row says, in an empty folder. */
export async function install(row: Row, tarballs: readonly Tarball[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const wanted = [...tarballs.map(({ file }) => file), ...row.packages];
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...wanted], folder);
  for (const file of ['make-images.mjs', 'wrap-models.mjs', 'require.cjs']) {
    await copyFile(path.join(import.meta.dirname, 'consumer', file), path.join(folder, file));
  }
}

async function makeImages(row: Row, folder: string): Promise<void> {
  for (const provider of providers) await makeImagesWith(provider, row, folder);
}

async function makeImagesWith(provider: Provider, row: Row, folder: string): Promise<void> {
  const argument = {
    ...provider,
    entry: provider.name + row.entry,
    hasAiSdk: row.generateImage !== undefined,
  };
  const args = ['make-images.mjs', JSON.stringify(argument)];
  const result: unknown = JSON.parse(await run(consumerNode, args, folder));
  expectEqual(pick(result, 'images'), ['ffd8ff', 'ffd8ff', 'ffd8ff']);
  const metadata = pick(result, 'metadata');
  const entries: readonly unknown[] = Array.isArray(metadata) ? metadata : [];
  const facts = entries.map(entry => ({
    mediaType: pick(entry, 'mediaType'),
    isRevised: String(pick(entry, 'revisedPrompt')).startsWith('A cat in a tree, '),
    hasCost: Number(pick(entry, provider.costField)) > 0,
  }));
  const expected = { mediaType: 'image/jpeg', isRevised: true, hasCost: true };
  expectEqual(facts, [expected, expected, expected]);
}

/** Each way to put the stack around a model: the second of two equal calls is answered by the cache, and one is billed. */
async function wrapModels(row: Row, folder: string): Promise<void> {
  for (const provider of providers) {
    const argument = {
      ...provider,
      entry: provider.name + row.entry,
      hasAiSdk: row.generateImage !== undefined,
    };
    const output = await run(consumerNode, ['wrap-models.mjs', JSON.stringify(argument)], folder);
    const expected = { billed: 1, isSpent: true, cached: [false, true] };
    expectEqual(JSON.parse(output), Object.fromEntries(row.ways.map(way => [way, expected])));
  }
}

async function loadWithRequire(row: Row, folder: string): Promise<void> {
  for (const provider of providers) {
    const argument = { ...provider, entry: provider.name + row.entry };
    const output = await run(consumerNode, ['require.cjs', JSON.stringify(argument)], folder);
    expectEqual(pick(JSON.parse(output), 'mediaType'), 'image/jpeg');
  }
}

async function checkTypes(
  compiler: string,
  modules: Readonly<Record<string, string>>,
  row: Row,
  folder: string,
): Promise<void> {
  await writeFile(path.join(folder, 'consumer.ts'), row.generateImage ? sourceWithAiSdk(row) : 'export {};');
  await writeFile(path.join(folder, 'without-ai-sdk.ts'), sourceWithoutAiSdk(row));
  await writeFile(path.join(folder, 'common-js.cts'), sourceWithoutAiSdk(row));
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
        ...modules,
        strict: true,
        exactOptionalPropertyTypes: true,
        // What can be inferred can be declared: no type is out of reach.
        declaration: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
      },
      files: ['consumer.ts', 'without-ai-sdk.ts', 'common-js.cts'],
    }),
  );
  const manifest = createRequire(import.meta.url).resolve(`${compiler}/package.json`);
  await run(process.execPath, [path.join(path.dirname(manifest), 'bin', 'tsc'), '-p', '.'], folder);
}

function sourceWithAiSdk({ entry, generateImage, ways }: Row): string {
  return `
import { ${[generateImage, 'createProviderRegistry', ...ways.filter(way => way !== 'wrap')].join(', ')} } from 'ai';
import { ContentModerationError, createGrok, imageMetadata, type XaiImageOptions } from '@grok-image/xai${entry}';
import { createCivitai, imageMetadata as civitaiMetadata, type CivitaiImageOptions } from '@grok-image/civitai${entry}';
import { production, wrap } from '@grok-image/middleware';
const prompt = 'A cat in a tree';
const grok = createGrok({ apiKey: 'xai-key' });
const xai = { resolution: '2k' } satisfies XaiImageOptions;
const one = await ${generateImage}({ model: grok.image('grok-imagine-image'), prompt, providerOptions: { xai } });
export const costs: (number | undefined)[] = imageMetadata(one).map(({ costUsd }) => costUsd);
const civitai = createCivitai({ apiKey: 'key' });
const options = { enhancePrompt: true } satisfies CivitaiImageOptions;
const other = await ${generateImage}({
  model: civitai.image('grok-imagine-image'),
  prompt,
  providerOptions: { civitai: options },
});
export const buzz: (number | undefined)[] = civitaiMetadata(other).map(({ costBuzz }) => costBuzz);
const stack = production({ cache: true, budget: { usd: 20, per: 'day' } });
const wrapped = [${ways
    .map(way =>
      way === 'wrap'
        ? "wrap(grok.image('grok-imagine-image'), stack)"
        : `${way}({ model: grok.image('grok-imagine-image'), middleware: stack })`,
    )
    .join(', ')}];
for (const model of wrapped) await ${generateImage}({ model, prompt });
export const registry = createProviderRegistry({ grok, civitai });
export const isRefused = (error: unknown): boolean => ContentModerationError.isInstance(error);
// @ts-expect-error The option is misspelt: the types are there, and are not any.
export const misspelt = { resolutoin: '2k' } satisfies XaiImageOptions;
`;
}

function sourceWithoutAiSdk({ entry }: Row): string {
  return `
import { createGrok } from '@grok-image/xai${entry}';
import { createCivitai } from '@grok-image/civitai${entry}';
import { memoryBlobs, production, wrap } from '@grok-image/middleware';
import { budgetMiddleware } from '@grok-image/middleware/budget';
import { folderBlobs } from '@grok-image/middleware/folder';
import { postgresLedger } from '@grok-image/middleware/postgres';
import { redisLedger } from '@grok-image/middleware/redis';
import { s3 } from '@grok-image/middleware/s3';
import { telemetryMiddleware } from '@grok-image/middleware/telemetry';
export const images = createGrok({ apiKey: 'xai-key' }).image('grok-imagine-image').maxImagesPerCall satisfies number;
export const { files, batch, models, image } = createGrok();
export const provider = createCivitai({ apiKey: 'key' }).image('grok-imagine-image').provider satisfies string;
// @ts-expect-error The setting is misspelt: the types are there, and are not any.
createGrok({ apikey: 'xai-key' });
export const budget = budgetMiddleware({ usd: 20, per: 'day' });
export const model = wrap(createGrok().image('grok-imagine-image'), budget, telemetryMiddleware());
export const stores = [folderBlobs, memoryBlobs, redisLedger, postgresLedger, s3];
// @ts-expect-error The option is misspelt.
production({ budgets: { usd: 20 } });
`;
}

function pick(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function expectEqual(actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new TypeError(`Expected ${other} but got ${one}.`);
}

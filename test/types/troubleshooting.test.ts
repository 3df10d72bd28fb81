import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createEmulator, type Fault } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import * as ai4 from 'ai4';
import * as ai5 from 'ai5';
import * as ai7 from 'ai7';
import { expect, test, vi } from 'vitest';
import { compile, type Configuration } from './compile.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = await readFile(path.join(root, 'docs/troubleshooting.md'), 'utf8');
const quotes = [...page.matchAll(/^> (.*)$/gm)].flatMap(([, words]) => words ?? []);

/** What is seen where no test of this project is, tried by hand. */
const byHand: Readonly<Record<string, string>> = {
  "TS7016: Could not find a declaration file for module 'json-schema'":
    'with skipLibCheck off, in an empty folder with what npm installs',
  'SyntaxError: Cannot use import statement outside a module': 'by Jest 29; 30 says the other sentence',
  'The engine "node" is incompatible with this module. Expected version ">=22". Got "20.19.0"':
    'by yarn 1.22.22 with Node.js 20',
  ERR_REQUIRE_ESM: 'by Node.js 20.18, which is older than what the packages are for',
  'TypeError: Failed to fetch': 'by Chromium, in the page of test/runtimes',
};

/** A model of the emulator, and a call of it that goes wrong. */
async function call(
  fault: Fault | undefined,
  changes: Partial<Parameters<typeof ai7.generateImage>[0]> = {},
  settings: Partial<Parameters<typeof createGrok>[0]> = {},
): Promise<string> {
  const emulator = createEmulator({ pictures: 'plain' });
  if (fault) emulator.script(fault);
  const { fetch } = emulator;
  const grok = createGrok({ apiKey: 'xai-key', fetch, rateLimit: false, ...settings });
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue();
  const model = grok.image('grok-imagine-image');
  const [settled] = await Promise.allSettled([
    ai7.generateImage({ model, prompt: 'A cat in a tree', maxRetries: 0, ...changes }),
  ]);
  const said = warned.mock.calls.flat().join('\n');
  return settled?.status === 'rejected' ? messageOf(settled.reason) : said;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) throw new TypeError('What was thrown is no error.');
  return ai7.APICallError.isInstance(error) ? `${error.message}\n${error.responseBody}` : error.message;
}

/** What AI SDK says of a model for a newer major. */
async function wrongEntry(generate: (call: never) => Promise<unknown>): Promise<string> {
  const model: unknown = createGrok({ apiKey: 'xai-key' }).image('grok-imagine-image');
  const given: unknown = { model, prompt: 'A cat' };
  try {
    await Reflect.apply(generate, undefined, [given]);
  } catch (error) {
    return messageOf(error);
  }
  throw new TypeError('The model was taken.');
}

/** What a compiler says, with the code of each complaint. */
async function compiled(code: string, configuration: Partial<Configuration> = {}): Promise<string> {
  const found = await compile(
    { compiler: 'typescript', resolution: 'nodenext', exactOptional: false, ...configuration },
    { name: 'troubleshooting', generated: { 'seen.cts': code } },
  );
  return found.map(({ message }) => message).join('\n');
}

/** What a program of Node.js says before it ends with an error. */
async function runs(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...args], { cwd }, (error, stdout, stderr) => {
      if (error === null) reject(new TypeError(`It worked: ${stdout}`));
      else resolve(stdout + stderr);
    });
  });
}

/** What Node.js says of a name that a major of `ai` does not export. */
async function imported(name: string, major: number): Promise<string> {
  const code = `import { ${name} } from 'ai${major}';`;
  const said = await runs(['--input-type=module', '--eval', code], import.meta.dirname);
  return said.replaceAll(`'ai${major}'`, "'ai'");
}

async function jestWithoutItsFlag(): Promise<string> {
  const folder = path.join(root, 'examples/jest');
  const manifest = createRequire(path.join(folder, 'package.json')).resolve('jest/package.json');
  return runs([path.join(path.dirname(manifest), 'bin/jest.js'), '--no-cache'], folder);
}

/** A picture of one pixel. */
const cat =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function rateLimited(): Promise<string> {
  return call({ status: 429 });
}

/** What is done to see each text of the page. */
const seen: Readonly<Record<string, () => Promise<string>>> = {
  'Unsupported model version v4': () => wrongEntry(ai5.experimental_generateImage),
  'Unsupported model version. AI SDK 4': () => wrongEntry(ai4.experimental_generateImage),
  TS2322: () =>
    compiled(`import { generateImage } from 'ai6';
import { grok } from '@grok-image/xai';
void generateImage({ model: grok.image('a'), prompt: 'A cat' });`),
  "named 'generateImage'": () => imported('generateImage', 5),
  "named 'experimental_generateImage'": () => imported('experimental_generateImage', 7),
  TS2307: async () =>
    (await compiled(`import { grok } from '@grok-image/xai/v9'; void grok;`)).replace('/v9', '/v3'),
  TS1479: () => compiled(`import { grok } from '@grok-image/xai'; void grok;`, { resolution: 'node16' }),
  'Must use import': jestWithoutItsFlag,
  'Failed to load the xAI API key': () => {
    vi.stubEnv('XAI_API_KEY', undefined);
    return call(undefined, {}, { apiKey: undefined });
  },
  'Incorrect API key': () => call(undefined, {}, { apiKey: 'xai-invalid' }),
  "Your team's rate limit": rateLimited,
  'resource-exhausted': rateLimited,
  'no answer within': async () =>
    (await call({ stall: 'headers' }, {}, { timeout: 20 })).replace('20 ms', '300000 ms'),
  'may have been carried out': () => call({ reset: 'after' }),
  'No image generated.': () => Promise.resolve(new ai7.NoImageGeneratedError({ responses: [] }).message),
  'The feature "seed"': () => call(undefined, { seed: 7 }),
  'An edit of one image': () =>
    call(undefined, { prompt: { text: 'Winter', images: [cat] }, aspectRatio: '1:1' }),
};

test('every text of the page is seen here, or was tried by hand', () => {
  const found = quotes.map(words => Object.keys(seen).find(part => words.includes(part)) ?? words);
  expect(found.toSorted()).toEqual([...Object.keys(seen), ...Object.keys(byHand)].toSorted());
});

test.each(Object.entries(seen))('%s is said as the page has it', async (part, see) => {
  const words = quotes.find(quote => quote.includes(part)) ?? part;
  expect(await see()).toContain(words);
});

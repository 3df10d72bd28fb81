import { afterAll, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { runSnippets } from './run-snippets.ts';
import { findOtherCode, findSnippets } from './snippets.ts';

/** What is compiled and not run, and why. */
const compiledOnly: Readonly<Record<string, string>> = {
  'docs/backends.md 2': 'its service does not exist; backends-page.test.ts of core runs it against one',
  'docs/civitai.md 3': 'a handler, which a web server calls; event.test.ts of civitai reads such events',
  'docs/bulk.md 1': 'it reads a file of prompts; the tests of bulk read such files',
  'docs/bulk.md 2': 'it needs a queue in Redis and its workers; test/bulk runs them',
  'docs/bulk.md 3': 'it reads the folder of a run; the tests of bulk make one',
  'packages/playground/README.md 1': 'it serves until it is ended; test/playground starts it',
  'packages/bulk/README.md 1': 'it reads a file of prompts; the tests of bulk read such files',
  'packages/bulk/README.md 2': 'it needs a queue in Redis and its workers; test/bulk runs them',
};

const snippets = await findSnippets();
const texts = [...new Set(snippets.map(({ text }) => text))];
const counts = { found: snippets.length, compiled: 0, run: 0 };

afterAll(() => {
  process.stdout.write(`TypeScript in ${texts.length} texts: ${JSON.stringify(counts)}\n`);
});

test('every piece that is only compiled is there, and every text that shows how to begin has pieces', () => {
  expect(snippets.map(({ place }) => place)).toEqual(expect.arrayContaining(Object.keys(compiledOnly)));
  expect(texts).toEqual(
    expect.arrayContaining(
      ['', ...['core', 'xai', 'civitai', 'middleware', 'emulator'].map(name => `packages/${name}/`)].map(
        folder => `${folder}README.md`,
      ),
    ),
  );
});

test('no text has code of JavaScript in a form that is not looked at', async () => {
  expect(await findOtherCode()).toEqual([]);
});

test('every piece compiles as it is shown', async () => {
  const generated = Object.fromEntries(snippets.map(({ file, code }) => [file, code]));
  expect(Object.keys(generated)).toHaveLength(snippets.length);
  const configuration = { compiler: 'typescript', resolution: 'nodenext', exactOptional: true } as const;
  expect(await compile(configuration, { name: 'snippets', generated })).toEqual([]);
  counts.compiled = snippets.length;
}, 120_000);

// Some wait, so that others run meanwhile.
test.concurrent.each(texts)(
  'the pieces of %s run as they are shown',
  async text => {
    const running = snippets.filter(piece => piece.text === text && !(piece.place in compiledOnly));
    const outcomes = await runSnippets(running);
    expect(outcomes).toEqual(running.map(({ title }) => ({ title, error: undefined })));
    counts.run += running.length;
  },
  120_000,
);

test('the first piece of the README works with the entry beside it in AI SDK 6, which Node.js 20 gets', async () => {
  const first = snippets.find(({ title }) => title === 'README.md 1');
  const code = (first?.code ?? '')
    .replace(" from 'ai7'", " from 'ai6'")
    .replace(/'@grok-image\/xai'; \/\/ Node\.js 20: ('.*')/, '$1');
  expect(code).toContain(" from '@grok-image/xai/v3'");
  const piece = {
    text: 'README.md',
    place: 'README.md 1',
    title: 'on Node.js 20',
    file: 'on-node-20.ts',
    code,
  };
  const configuration = { compiler: 'typescript', resolution: 'nodenext', exactOptional: true } as const;
  expect(await compile(configuration, { name: 'on-node-20', generated: { [piece.file]: code } })).toEqual([]);
  expect(await runSnippets([piece])).toEqual([{ title: 'on Node.js 20', error: undefined }]);
}, 120_000);

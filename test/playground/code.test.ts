import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './harness/stage.ts';
import { enter, type Inside } from './harness/inside.ts';

const execute = promisify(execFile);
const majors = [7, 6, 5, 4] as const;
const root = path.resolve(import.meta.dirname, '../..');

/** What a person has asked for: each with what is hardest to write down. */
const edit = {
  service: 'xai',
  model: 'grok-imagine-image',
  prompt: `It's a "cat"\nin a \\tree, \${HOME}`,
  n: 2,
  aspectRatio: '16:9',
  options: { resolution: '2k', deferred: true, pollIntervalMs: 20 },
  reuse: false,
};
const workflow = {
  service: 'civitai',
  model: 'grok-imagine-image',
  prompt: '--a cat, & more',
  n: 2,
  options: { currencies: ['blue', 'yellow'], tags: ['a cat', "it's"], wait: 5, allowMatureContent: false },
  sources: [],
  reuse: false,
};

let stage: Stage;
let inside: Inside;
let folder: string;
let source: { readonly kind: 'upload'; readonly id: string };

beforeAll(async () => {
  stage = await openStage();
  inside = await enter(stage.playground);
  folder = await mkdtemp(path.join(tmpdir(), 'code-'));
  // A picture to edit, as it was made and as it was saved.
  const [first] = await inside.press({ ...workflow, n: 1, options: {} });
  const made = await inside.ended(first?.id ?? '');
  const bytes = await inside.read(`/api/pictures/${made.pictures[0]?.id}/full`);
  source = { kind: 'upload', id: await inside.upload(bytes) };
  await writeFile(path.join(folder, 'source-1.jpg'), bytes);
  await install();
});

afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

function own(name: string): string {
  return path.join(import.meta.dirname, 'node_modules', name);
}

/** Puts each major beside the packages, as an app has one of them. */
async function install(): Promise<void> {
  const linkAll = async (app: string, links: Readonly<Record<string, string>>) => {
    await mkdir(path.join(folder, app, 'node_modules/@grok-image'), { recursive: true });
    await writeFile(path.join(folder, app, 'package.json'), '{ "type": "module" }');
    await symlink(path.join(folder, 'source-1.jpg'), path.join(folder, app, 'source-1.jpg'));
    for (const [name, place] of Object.entries(links)) {
      await symlink(place, path.join(folder, app, 'node_modules', name));
    }
  };
  for (const major of majors) {
    await linkAll(`ai-${major}`, {
      ai: own(`ai${major}`),
      zod: own('zod'),
      '@grok-image/xai': own('@grok-image/xai'),
      '@grok-image/civitai': own('@grok-image/civitai'),
    });
  }
  await linkAll('shell', {});
  // In the place of what `npx` would fetch.
  const command = path.join(root, 'packages/cli/dist/command.js');
  const line = `shift; exec '${process.execPath}' '${command}' "$@"`;
  await writeFile(path.join(folder, 'shell/npx'), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

async function codeOf(asked: unknown, title: string): Promise<string> {
  const views: { title: string; code: string }[] = await inside.post('/api/code', asked);
  return views.find(view => view.title === title)?.code ?? '';
}

/** What Civitai tells one call from the next by. */
const ofOneCall: ReadonlySet<string> = new Set(['externalId', 'imageMetadata']);

/** What a service was asked for by `work`, without what names one call. */
async function askedBy(work: () => Promise<unknown>): Promise<unknown[]> {
  const before = stage.emulator.requests.length;
  await work();
  return stage.emulator.requests
    .slice(before)
    .filter(({ role, query }) => role === 'submit' && query['whatif'] === undefined)
    .map(({ backend, path: place, query, body }) => {
      const shown: unknown = JSON.parse(
        JSON.stringify(body, (name, value: unknown) => (ofOneCall.has(name) ? undefined : value)),
      );
      return { backend, place, query, body: shown };
    });
}

async function askedByPlayground(asked: Record<string, unknown>): Promise<unknown[]> {
  return askedBy(async () => {
    const runs = await inside.press(asked);
    for (const { id } of runs) expect(await inside.ended(id)).toMatchObject({ state: 'done' });
  });
}

async function run(program: string, args: readonly string[], app: string): Promise<string> {
  const cwd = path.join(folder, app);
  const keys = { XAI_API_KEY: stage.emulator.xai.apiKey, CIVITAI_API_KEY: stage.emulator.civitai.apiKey };
  const PATH = `${cwd}:${process.env['PATH']}`;
  const { stdout } = await execute(program, [...args], { cwd, env: { PATH, HOME: folder, ...keys } });
  return stdout;
}

test.each(majors)(
  'the code for AI SDK %i asks for the very same, pays once and saves what comes',
  async major => {
    const app = `ai-${major}`;
    for (const asked of [{ ...edit, sources: [source] }, workflow]) {
      const [billed, wanted] = [stage.emulator.ledger.length, await askedByPlayground(asked)];
      expect(wanted).toHaveLength(1);
      expect(stage.emulator.ledger).toHaveLength(billed + 1);
      const program = `${asked.service}.ts`;
      await writeFile(path.join(folder, app, program), await codeOf(asked, `AI SDK ${major}`));
      expect(await askedBy(() => run(process.execPath, [program], app))).toEqual(wanted);
      expect(stage.emulator.ledger).toHaveLength(billed + 2);
      const saved = (await readdir(path.join(folder, app))).filter(name => /^[01]\.(jpeg|png)$/.test(name));
      expect(saved).toHaveLength(2);
      for (const name of saved) await rm(path.join(folder, app, name));
    }
  },
);

test('the code of every major has the types of that major', async () => {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [path.join(root, 'node_modules/@types')],
  };
  const files = majors.flatMap(major => ['xai', 'civitai'].map(name => `ai-${major}/${name}.ts`));
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  expect(await run(process.execPath, [tsc, '-p', '..'], 'shell')).toBe('');
});

test('curl and the command line ask for the very same, and pay once', async () => {
  for (const asked of [{ ...edit, sources: [] }, workflow]) {
    const wanted = await askedByPlayground(asked);
    for (const title of ['curl', 'Command line']) {
      const [billed, code] = [stage.emulator.ledger.length, await codeOf(asked, title)];
      expect(await askedBy(() => run('sh', ['-ec', code], 'shell'))).toEqual(wanted);
      expect(stage.emulator.ledger).toHaveLength(billed + 1);
    }
  }
});

test('the command line edits the very pictures', async () => {
  const asked = { ...edit, sources: [source] };
  const wanted = await askedByPlayground(asked);
  const code = await codeOf(asked, 'Command line');
  expect(await askedBy(() => run('sh', ['-ec', code], 'shell'))).toEqual(wanted);
});

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const folder = resolve(import.meta.dirname, '../../examples');
const entries = (await readdir(folder, { recursive: true })).filter(
  file => file.endsWith('index.ts') && !file.includes('node_modules'),
);

it('pnpm checks engines against the Node.js that everything runs on', async () => {
  const settings = await readFile(resolve(folder, '../pnpm-workspace.yaml'), 'utf8');
  expect(settings).toContain(`\nnodeVersion: ${process.versions.node}\n`);
});

let workplaces: string;

beforeAll(async () => {
  workplaces = await mkdtemp(join(tmpdir(), 'grok-image-examples-'));
});

afterAll(() => rm(workplaces, { recursive: true }));

/** Runs a program as a user does, without any key and in an empty folder. */
async function runProgram(file: string, ...flags: string[]): Promise<{ output: string; workplace: string }> {
  const workplace = await mkdtemp(join(workplaces, 'run-'));
  const { stdout } = await run(
    process.execPath,
    ['--conditions=@grok-image/source', join(folder, file), ...flags],
    { cwd: workplace, env: { PATH: process.env['PATH'] } },
  );
  return { output: stdout, workplace };
}

describe.concurrent.each(entries)('example %s', entry => {
  it('has at most 20 lines', async () => {
    const source = await readFile(join(folder, entry), 'utf8');
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  });

  it('runs as it stands', async () => {
    const { output } = await runProgram(entry);
    expect(output).not.toBe('');
  });
});

it.concurrent('the stack of production pays for less than the bare model, and delivers while xAI is away', async () => {
  const { output } = await runProgram('production/index.ts');
  expect(output).toMatch(/one order, delivered twice\s+│ 2\s+│ 1\s+│ 2\s+│ 2\s/);
  expect(output).toMatch(/three prompts, xAI cannot be reached\s+│ 0\s+│ 3\s+│ 0\s+│ 3\s/);
  expect(output).toContain('Saved: 6 bills, ');
});

describe.concurrent('demo', () => {
  it('writes the images and the contact sheet, and names the page last', async () => {
    const { output, workplace } = await runProgram('demo/demo.ts');
    const page = join(workplace, 'out', 'index.html');
    const files = (await readdir(join(workplace, 'out'))).filter(file => /^\d\d-/.test(file));

    const lines = output.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^Open file:\/\/.*\/out\/index\.html$/);
    expect(lines.slice(0, -1).filter(line => line.length > 80)).toEqual([]);
    expect(output).toMatch(/12 images .*\sKB .*0\.122\sUSD .*\n.* 159\sBuzz /);
    expect(files).toHaveLength(12);
    // Each as soon as it is there, as it may be paid: the jobs after the first take longer than this.
    const writtenAt = async (start: string) => {
      const file = files.find(name => name.startsWith(start)) ?? '';
      return (await stat(join(workplace, 'out', file))).mtimeMs;
    };
    expect((await writtenAt('12-')) - (await writtenAt('01-'))).toBeGreaterThan(500);
    const html = await readFile(page, 'utf8');
    for (const file of files) expect(html).toContain(file);
    expect(html).toContain('placeholders, painted by the emulator');
    expect(html.match(/<h2>.*<\/h2>/g)).toEqual(['<h2>xAI</h2>', '<h2>Civitai</h2>']);
    expect(html).not.toMatch(/<small>\s*<\/small>/);
  });

  it('asks for a key when it is to run live', async () => {
    await expect(runProgram('demo/demo.ts', '--live')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Set XAI_API_KEY or CIVITAI_API_KEY'),
    });
  });
});

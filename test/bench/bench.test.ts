import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('run.ts', import.meta.url));

test('every benchmark runs and fills its rows', { timeout: 60_000 }, async () => {
  const out = await mkdtemp(join(tmpdir(), 'grok-image-bench-'));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  const flags = ['--conditions=@grok-image/source', program, '--smoke', '--out', out];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'inherit'] });
  expect(await new Promise(resolve => child.once('exit', resolve))).toBe(0);

  const report = await readFile(join(out, 'bench.md'), 'utf8');
  const letters = [...report.matchAll(/^\| (\w) \|/gm)].map(([, letter]) => letter);
  expect(letters.join('')).toBe('abcddefffghijkklllmm');
  expect(report).not.toMatch(/NaN|undefined/);
  const charts = (await readdir(out)).filter(name => name.endsWith('.svg'));
  expect(charts.toSorted()).toEqual([
    'bench-bundle.svg',
    'bench-cpu.svg',
    'bench-memory.svg',
    'bench-rate-limit.svg',
  ]);
});

// Packs the packages as they would be published and uses them in each runtime: the same calls to the emulator, one row of
// a table. Writes out/runtimes.md; exits 1 when a call fails, or when a runtime that was not left out cannot be had.
// Usage: node test/runtimes/run.ts [--only=node-20,bun] [--except=chromium]
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram, installBinary } from './binary.ts';
import { startHost } from './host.ts';
import { bundle, installPacked } from './installation.ts';
import { toMarkdown, type Trial } from './report.ts';
import { bundler, runtimes, type Runtime } from './runtimes.ts';
import { select, UsageError } from './selection.ts';
import { tryRuntime, type Stage } from './try-runtime.ts';
import { versionOf } from './version.ts';

const names = runtimes.map(({ name }) => name);
try {
  process.exitCode = (await tryAll(select(process.argv.slice(2), names))) ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function tryAll(wanted: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-runtimes-'));
  try {
    const stage = await prepare(folder);
    const trials: Trial[] = [];
    try {
      for (const runtime of runtimes) {
        const { name } = runtime;
        trials.push(wanted.includes(name) ? await tryOut(runtime, stage) : { name, isLeftOut: true });
      }
    } finally {
      await stage.host.stop();
    }
    return await publish(trials);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(folder: string): Promise<Stage> {
  await installPacked(folder);
  const program = await installBinary(bundler);
  // The conditions under which the bundlers of the two look into `exports`.
  const conditions = ['workerd', 'worker', 'browser'];
  const worker = await bundle(program, { folder, entry: 'worker-entry.mjs', conditions });
  const page = await bundle(program, { folder, entry: 'page.mjs', conditions: ['browser'] });
  return { folder, worker, host: await startHost(folder, page) };
}

async function tryOut(runtime: Runtime, stage: Stage): Promise<Trial> {
  const { name, expected } = runtime;
  let program: string;
  let version: string;
  try {
    program = await findProgram(runtime);
    version = await versionOf(program);
  } catch (error) {
    return { name, reason: sentenceOf(error) };
  }
  try {
    return { name, version, expected, calls: await tryRuntime(runtime, program, stage) };
  } catch (error) {
    return { name, version, reason: sentenceOf(error) };
  }
}

async function publish(trials: readonly Trial[]): Promise<boolean> {
  const { markdown, isGood } = toMarkdown(trials);
  const out = path.resolve(import.meta.dirname, '../../out');
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, 'runtimes.md'), `# Runtimes\n\n${markdown}`);
  process.stdout.write(`\n${markdown}`);
  return isGood;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

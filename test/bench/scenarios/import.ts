import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { leave, readParameters, reportFigures } from '../harness/report.ts';

/** Imports `ai`, and a provider after it, from some folder and reports what both took. */
const parameter = readParameters();
const { load }: typeof import('./load.ts') = await import(pathToFileURL(parameter('loader')).href);
// The first import that is measured takes more than what it loads: the measuring itself, for one.
await measureImport(() => import('./nothing.ts'));
const specifiers = ['ai', ...(parameter('specifier') === '' ? [] : [parameter('specifier')])];
reportFigures(
  await measureImport(async () => {
    for (const specifier of specifiers) await load(specifier);
  }),
);
leave();

async function measureImport(
  work: () => Promise<unknown>,
): Promise<{ cpuMs: number; ms: number; rssMb: number }> {
  const rssBefore = await settledRss();
  const cpuBefore = process.cpuUsage();
  const begin = performance.now();
  await work();
  const ms = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    cpuMs: (user + system) / 1000,
    ms,
    rssMb: ((await settledRss()) - rssBefore) / 1024 / 1024,
  };
}

/** Memory is given back in the background, some of it by a later collection only. */
async function settledRss(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await sleep(20);
  }
  return process.memoryUsage.rss();
}

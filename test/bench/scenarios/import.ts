import { setTimeout as sleep } from 'node:timers/promises';
import { leave, readParameters, reportFigures } from '../harness/report.ts';

/** Imports a package beside `ai` and reports what that took. */
await import('ai');
// The first import that is measured takes more than what it loads: the measuring itself, for one.
await measureImport('./nothing.ts');
reportFigures(await measureImport(readParameters()('specifier')));
leave();

async function measureImport(specifier: string): Promise<{ ms: number; rssMb: number }> {
  const rssBefore = await settledRss();
  const begin = performance.now();
  await import(specifier);
  const ms = performance.now() - begin;
  return { ms, rssMb: ((await settledRss()) - rssBefore) / 1024 / 1024 };
}

/** Memory is given back in the background, some of it by a later collection only. */
async function settledRss(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await sleep(20);
  }
  return process.memoryUsage.rss();
}

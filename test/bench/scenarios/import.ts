import { setTimeout as sleep } from 'node:timers/promises';
import { leave, readParameters, reportFigures } from '../harness/report.ts';

/** Imports a package beside `ai` and reports what that took. */
await import('ai');
// What the first import() takes beside what it loads.
await import('./nothing.ts');
const rssBefore = await settledRss();
const begin = performance.now();
await import(readParameters()('specifier'));
const ms = performance.now() - begin;
reportFigures({ ms, rssMb: ((await settledRss()) - rssBefore) / 1024 / 1024 });
leave();

/** Memory is given back in the background, some of it by a later collection only. */
async function settledRss(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await sleep(20);
  }
  return process.memoryUsage.rss();
}

import { leave, readParameters, reportFigures } from '../harness/report.ts';

/** Imports a package beside `ai` and reports what that took. */
await import('ai');
// What the first import() takes beside what it loads.
await import('./nothing.ts');
globalThis.gc?.();
const rssBefore = process.memoryUsage.rss();
const begin = performance.now();
await import(readParameters()('specifier'));
const ms = performance.now() - begin;
globalThis.gc?.();
reportFigures({ ms, rssMb: (process.memoryUsage.rss() - rssBefore) / 1024 / 1024 });
leave();

import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureCompletion } from './civitai-completion.ts';
import type { Summary } from './statistics.ts';

const { values: flags } = parseArgs({ options: { smoke: { type: 'boolean' } } });
const runs = flags.smoke ? 1 : 20;

const { ours, sleepPoll } = await measureCompletion(runs);
const report = `# Benchmarks

Milliseconds from the end of a Civitai workflow on the server to the moment the client knows, before any download;
${runs} ${runs === 1 ? 'run' : 'runs'} of each client in turn, against the emulator on the same machine.

| client | min | median | p95 | max |
| --- | --- | --- | --- | --- |
${row('@grok-image/civitai, long poll', ours)}
${row('looking every 2 s', sleepPoll)}
`;
await mkdir('out', { recursive: true });
await writeFile('out/bench.md', report);
console.log(report);

function row(name: string, { min, median, p95, max }: Summary): string {
  return `| ${name} | ${[min, median, p95, max].map(value => value.toFixed(1)).join(' | ')} |`;
}

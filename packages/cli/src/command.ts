#!/usr/bin/env node
import { enableCompileCache } from './settings/compile-cache.ts';
import { versionOfCommand } from './settings/version.ts';

// Whoever reads no more, e.g. `head`, ends no command that has paid for something.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const given = process.argv.slice(2);
const [first, ...others] = given;
if (others.length === 0 && (first === '--version' || first === '-V')) {
  process.stdout.write(`${versionOfCommand()}\n`);
} else {
  // Before anything else is loaded: what is compiled once need not be compiled by the next command.
  enableCompileCache();
  const { main } = await import('./main.ts');
  process.exitCode = await main(given);
}

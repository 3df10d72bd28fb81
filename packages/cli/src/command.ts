#!/usr/bin/env node
import { enableCompileCache } from './settings/compile-cache.ts';
import { versionOfCommand } from './settings/version.ts';

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

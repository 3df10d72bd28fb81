import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../../runtimes/binary.ts';
import { runtimes } from '../../runtimes/runtimes.ts';

/** Starts the browser of this machine, with nothing in it, that says nothing to anybody. */
export async function startBrowser(): Promise<Browser> {
  const runtime = runtimes.find(({ name }) => name === 'chromium');
  if (runtime === undefined) throw new TypeError('There is no browser among the runtimes.');
  const flags = runtime.flags.filter(flag => flag !== '--headless');
  return chromium.launch({
    executablePath: await findProgram(runtime),
    headless: true,
    args: [...flags, '--no-sandbox'],
  });
}

import { chromium, type Browser } from 'playwright-core';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { findProgram } from '../../runtimes/binary.ts';
import { runtimes } from '../../runtimes/runtimes.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one browser of all tests is reached. */
    browser: string;
  }
}

/** Starts the browser of this machine, with nothing in it, that says nothing to anybody. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runtime = runtimes.find(({ name }) => name === 'chromium');
  if (runtime === undefined) throw new TypeError('There is no browser among the runtimes.');
  const flags = runtime.flags.filter(flag => flag !== '--headless');
  const server = await chromium.launchServer({
    executablePath: await findProgram(runtime),
    headless: true,
    args: [...flags, '--no-sandbox'],
  });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}

/** The browser of all tests. */
export async function connectToBrowser(): Promise<Browser> {
  return chromium.connect(inject('browser'));
}

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { findProgram, installBinary } from '../runtimes/binary.ts';
import { start } from '../runtimes/child.ts';
import { runtimes, type Runtime } from '../runtimes/runtimes.ts';
import { emptyFolder, environment, recipe, services, startApp } from './app.ts';

function runtime(name: string): Runtime {
  const found = runtimes.find(candidate => candidate.name === name);
  if (found === undefined) throw new TypeError(`There is no runtime ${name}.`);
  return found;
}

test('edge: workerd answers with a picture', async () => {
  const emulator = await services();
  const folder = await emptyFolder();
  const { source } = runtime('workerd');
  if (source === undefined) throw new TypeError('workerd has no source.');
  await build({
    entryPoints: [path.join(recipe('edge'), 'worker.ts')],
    outfile: path.join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker'],
  });
  const bindings = Object.entries(environment(emulator))
    .map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`)
    .join(', ');
  await writeFile(
    path.join(folder, 'worker.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [${bindings}],
  compatibilityDate = "2026-11-01",
);
`,
  );
  const workerd = start(await installBinary(source), ['serve', '--control-fd=1', 'worker.capnp'], folder);
  onTestFinished(() => workerd.stop());
  const { port }: { port: number } = JSON.parse(await workerd.firstLine);

  const answer = await fetch(`http://127.0.0.1:${port}/?prompt=A+cat`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(emulator.ledger).toMatchObject([{ images: 1, delivered: 1 }]);
});

test('browser: a page makes a picture without a key, and what it sends twice is paid once', async () => {
  const emulator = await services();
  const address = await startApp(['server.ts'], { cwd: recipe('browser'), env: environment(emulator) });
  const { flags, ...chromiumRuntime } = runtime('chromium');
  const browser = await chromium.launch({
    executablePath: await findProgram({ flags, ...chromiumRuntime }),
    args: [...flags.filter(flag => flag !== '--headless'), '--no-sandbox'],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const sent = page.waitForRequest(request => request.url().endsWith('/images/generations'));

  await page.goto(address);
  await page.fill('input', 'A cat in a tree');
  await page.click('button');
  await page.waitForSelector('output img');
  const request = await sent;
  expect(JSON.stringify(await request.allHeaders())).not.toContain(emulator.xai.apiKey);
  expect(emulator.ledger).toMatchObject([{ images: 1, delivered: 1 }]);

  const again = await fetch(request.url(), {
    method: 'POST',
    body: request.postData() ?? '',
    headers: { 'idempotency-key': (await request.headerValue('idempotency-key')) ?? '' },
  });
  expect(again.status).toBe(409);
  expect(emulator.ledger).toHaveLength(1);
  expect(await readFile(path.join(recipe('browser'), 'page.ts'), 'utf8')).not.toContain('process.env');
});

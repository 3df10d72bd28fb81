import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { environment, recipe, runProgram, services, startApp } from './app.ts';

const cwd = recipe('next');
const manifest = createRequire(path.join(cwd, 'package.json')).resolve('next/package.json');
const next = path.join(path.dirname(manifest), 'dist/bin/next');

beforeAll(async () => {
  await runProgram([next, 'build'], { cwd, env: {} });
}, 600_000);

test('the route handler answers with a picture', async () => {
  const emulator = await services();
  const address = await startApp([next, 'start'], { cwd, env: environment(emulator) });
  const ask = (prompt: string): Promise<Response> =>
    fetch(`${address}/api/images`, { method: 'POST', body: JSON.stringify({ prompt }) });

  const made = await ask('A cat in a tree');
  expect([made.status, made.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(Buffer.from(await made.bytes()).toString('hex', 0, 3)).toBe('ffd8ff');
  expect((await ask('')).status).toBe(400);
  expect(emulator.ledger).toMatchObject([{ images: 1, delivered: 1 }]);
});

test('the server action puts a picture into the page, or says why there is none', async () => {
  const emulator = await services();
  const address = await startApp([next, 'start'], { cwd, env: environment(emulator) });
  const page = await (await fetch(address)).text();
  const submit = async (prompt: string): Promise<string> => {
    const form = new FormData();
    form.set('prompt', prompt);
    // As a browser without scripts sends it.
    for (const [, name = '', value = ''] of page.matchAll(
      /<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g,
    )) {
      form.set(name, value.replaceAll('&quot;', '"'));
    }
    return (await fetch(address, { method: 'POST', body: form })).text();
  };

  expect(await submit('A cat in a tree')).toContain('src="data:image/jpeg;base64,/9j/');
  expect(await submit('A cat #refuse')).toContain('refused it by its content policy');
  expect(emulator.ledger.map(({ delivered }) => delivered)).toEqual([1, 0]);
});

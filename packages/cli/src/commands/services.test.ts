import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { budgetMiddleware } from '@grok-image/middleware/budget';
import { redisLedger } from '@grok-image/middleware/redis';
import { wrap } from '@grok-image/middleware';
import { createGrok } from '@grok-image/xai';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { startRedis } from '../../../middleware/src/stores/test/servers.ts';
import { plainCall } from '../request/plain-call.ts';
import { ended, objectsOf, openPlace } from '../test/command.ts';

const prompt = 'A cat in a tree';

it('doctor finds what a run depends on, and shows no key', async () => {
  const { run, folder, emulator } = await openPlace(
    {},
    { CIVITAI_API_KEY: '"quoted"', HTTPS_PROXY: 'http://p' },
  );
  await mkdir(path.join(folder, 'node_modules', 'ai'), { recursive: true });
  await writeFile(path.join(folder, 'node_modules', 'ai', 'package.json'), '{"version":"6.0.1"}');
  const { code, output } = await run('doctor');
  expect(output).toContain("ai 6.0.1: import '@grok-image/xai/v3'");
  expect(output).toMatch(/^ok +key of xAI +XAI_API_KEY is set and looks like one$/m);
  expect(output).toMatch(/^PROBLEM +key of Civitai +.*CIVITAI_API_KEY stands in quotes/m);
  expect(output).toMatch(/^note +proxy +HTTPS_PROXY is set, and Node\.js passes it by/m);
  expect(output).toMatch(/^ok +xAI reached +127\.0\.0\.1:\d+, \d+ ms/m);
  expect(output).not.toContain(emulator.xai.apiKey);
  expect(output).not.toContain('quoted"');
  expect(code).toBe(1);
  expect(emulator.ledger).toEqual([]);
});

it('doctor asks live what it may pay for, and no more', async () => {
  const { run, emulator } = await openPlace({ latencyMs: 2500 });
  const { code, output } = await run('doctor', '--service', 'xai', '--live', '--max-usd', '0.10', '--json');
  const findings = objectsOf(output);
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ about: 'prices of xAI', state: 'ok' }),
      expect.objectContaining({ about: 'an image of xAI', state: 'ok' }),
      expect.objectContaining({ about: 'a request whose client hangs up', state: 'ok' }),
      expect.objectContaining({ about: 'a second request under one id of a batch', state: 'ok' }),
    ]),
  );
  expect(code).toBe(0);
  const billed = emulator.ledger.reduce((sum, { cost }) => sum + cost / 1e10, 0);
  expect(billed).toBeGreaterThan(0);
  expect(billed).toBeLessThanOrEqual(0.1);
});

it('budget shows what a stack has spent by tenant, and frees a sum that nobody settled', async () => {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const client = new Redis(server.url);
  onTestFinished(() => client.disconnect());
  const { run, emulator } = await openPlace();
  const budget = budgetMiddleware({
    ledger: redisLedger(client),
    usd: 5,
    per: 'day',
    tenant: () => 'user-1',
  });
  const model = wrap(createGrok(emulator.xai).image('grok-imagine-image'), budget);
  await model.doGenerate(plainCall({}));
  emulator.script({ backend: 'xai', reset: 'after' });
  await expect(model.doGenerate(plainCall({}))).rejects.toThrow('may have been');
  await budget.flush();

  const where = ['--redis', server.url];
  const shown = await run('budget', ...where, '--tenant', 'user-1', '--tenant', 'user-2', '--json');
  const [account, ...others] = objectsOf(shown.output);
  expect(account).toMatchObject({
    tenant: 'user-1',
    currency: 'usd',
    per: 'day',
    spent: 0.02,
    unsettled: 0.02,
  });
  expect(others).toEqual([]);
  const sums: unknown = account?.['sums'];
  const [sum] = Array.isArray(sums) ? sums : [];
  expect((await run('budget', 'free', sum.id, ...where)).output).toBe(`Freed ${sum.id}.\n`);
  expect((await run('budget', 'free', sum.id, ...where)).code).toBe(1);
  expect((await run('budget', ...where, '--tenant', 'user-1')).output).toMatch(
    /usd +this day +0\.02 +0 +0$/m,
  );
});

it('collect fetches a job, a batch and a file that were paid before', async () => {
  const { run, folder, emulator } = await openPlace();
  const grok = createGrok(emulator.xai);
  const { resume } = await grok.image('grok-imagine-image').start({ prompt, n: 2 });
  const jobId = resume !== undefined && 'jobId' in resume ? resume.jobId : '';
  const { id } = await grok.batch.create({ requests: [{ id: 'cat', model: 'grok-imagine-image', prompt }] });
  await grok.batch.wait(id, { pollIntervalMs: 20 });
  const storage = { filename: 'stored cat.jpg' };
  await grok.image('grok-imagine-image').doGenerate(plainCall({ providerOptions: { xai: { storage } } }));
  let fileId = '';
  for await (const file of grok.files.list()) fileId = file.id;
  const billed = emulator.ledger.length;

  const job = await run('collect', jobId, '-n', '2', '--name', 'job');
  expect(job).toMatchObject({ code: 0, output: expect.stringContaining('job-1.jpg  1152 x 864') });
  expect(await run('collect', id)).toMatchObject({ code: 0, output: 'cat-1.jpg  1152 x 864\n' });
  expect(await run('collect', fileId)).toMatchObject({ code: 0, output: 'stored-cat.jpg  1152 x 864\n' });
  // What is there already is the same picture.
  expect((await run('collect', fileId)).output).toBe('stored-cat.jpg  1152 x 864\n');
  expect((await readdir(folder)).filter(name => name.endsWith('.jpg')).toSorted()).toEqual([
    'cat-1.jpg',
    'job-1.jpg',
    'job-2.jpg',
    'stored-cat.jpg',
  ]);
  expect(emulator.ledger).toHaveLength(billed);
  expect(await run('collect')).toMatchObject({ code: 0, errors: 'Nothing is left to be fetched in ..\n' });
});

it('emulator prints what .env needs, answers there, and ends with Ctrl-C', async () => {
  const place = await openPlace();
  const child = place.start('emulator', '--port', '0', '--json', '--plain');
  const [first] = await once(child.stdout, 'data');
  const [{ environment } = { environment: undefined }] = objectsOf(String(first));
  expect(environment).toMatchObject({
    XAI_API_KEY: expect.any(String),
    CIVITAI_BASE_URL: expect.any(String),
  });
  child.kill('SIGINT');
  expect((await ended(child)).code).toBe(0);
});

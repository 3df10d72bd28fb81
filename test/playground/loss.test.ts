import { networkInterfaces } from 'node:os';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectToBrowser } from './harness/browser.ts';
import { make, openPage, runOf, serviceOf } from './harness/page.ts';
import { openStage, type Stage } from './harness/stage.ts';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  browser = await connectToBrowser();
});

afterEach(async () => {
  await stage.close();
});

afterAll(async () => {
  await browser.close();
});

test('a call that takes too long is collected by a button, and paid once', async () => {
  stage = await openStage({ deferredMs: 1500, timeout: 700 });
  const { page, close } = await openPage(browser, stage);
  await make(page, 'A slow fox');
  const card = runOf(page, 'xAI');
  await expect.poll(() => card.locator('.problem h4').textContent()).toBe('It took too long');
  expect(await card.locator('.problem').textContent()).toMatch(/collecting costs nothing/);
  await page.waitForTimeout(1000);
  await card.getByRole('button', { name: 'Collect' }).click();
  await expect.poll(() => card.locator('.picture').count()).toBe(1);
  expect(stage.emulator.ledger).toHaveLength(1);
  await close();
});

test('a running call is cancelled, and its workflow with it', async () => {
  stage = await openStage({ civitai: { stepMs: 20_000 } });
  const { page, close } = await openPage(browser, stage);
  await serviceOf(page).selectOption('civitai');
  await make(page, 'A fox that nobody wants');
  const card = runOf(page, 'Civitai');
  await expect.poll(() => card.locator('.running').textContent()).toMatch(/Waiting|queue|made/i);
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => card.locator('.problem h4').textContent()).toBe('Cancelled');
  await expect.poll(() => stage.emulator.requests.some(({ method }) => method === 'PUT')).toBe(true);
  await close();
});

test('pictures that are made appear while others are still made', async () => {
  stage = await openStage();
  stage.emulator.script({ backend: 'civitai', stepFault: { step: 1, stepMs: 120_000 } });
  const { page, close } = await openPage(browser, stage);
  await serviceOf(page).selectOption('civitai');
  await page.getByText('More options').click();
  await page.getByLabel('Images per step').fill('1');
  await page.getByLabel('Images per step').press('Tab');
  await page.getByRole('spinbutton', { name: /Pictures/ }).fill('2');
  await make(page, 'Two foxes');
  const card = runOf(page, 'Civitai');
  await expect.poll(() => card.locator('.picture').count()).toBe(1);
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => card.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  await close();
});

test('it listens on this machine alone, and warns when it does not', async () => {
  stage = await openStage();
  const { port } = new URL(stage.playground.url);
  const own = Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of own)
    await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow('fetch failed');
  expect(stage.warnings).toEqual([]);
  await stage.playground.close();
  await stage.start({ host: '0.0.0.0' });
  expect(stage.warnings).toEqual([expect.stringMatching(/whoever is in the network.*can spend your money/)]);
});

test('a folder has one playground at a time', async () => {
  stage = await openStage();
  await expect(stage.start()).rejects.toThrow(
    `Failed to start the playground: the playground of process ${process.pid}`,
  );
  await stage.restart();
});

test('the gallery is there after a restart, with what every picture cost', async () => {
  stage = await openStage();
  const { page, close } = await openPage(browser, stage);
  await make(page, 'A fox to be kept');
  await expect.poll(() => runOf(page, 'xAI').locator('.picture').count()).toBe(1);
  await close();
  await stage.restart();
  const again = await openPage(browser, stage);
  await again.page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await again.page.getByRole('button', { name: 'A fox to be kept' }).click();
  const dialog = again.page.getByRole('dialog');
  await expect.poll(() => dialog.locator('dl').textContent()).toMatch(/Cost\$0\.02/);
  expect(again.faults).toEqual([]);
  await again.close();
});

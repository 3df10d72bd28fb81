import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectToBrowser } from './harness/browser.ts';
import { make, makeButton, openPage, promptOf, runOf, type OpenPage } from './harness/page.ts';
import { openStage, type Stage } from './harness/stage.ts';

let browser: Browser;
let stage: Stage;
let open: OpenPage;

beforeAll(async () => {
  browser = await connectToBrowser();
  stage = await openStage();
  open = await openPage(browser, stage);
});

afterAll(async () => {
  await browser.close();
  await stage.close();
});

test('a prompt goes to three services side by side, each with its price, and is paid once', async () => {
  const { page } = open;
  await page.getByRole('radio', { name: '16:9' }).check({ force: true });
  await page.getByRole('spinbutton', { name: /Pictures/ }).fill('2');
  await page.getByRole('button', { name: '+ Compare with another' }).click();
  await page.getByRole('button', { name: '+ Compare with another' }).click();
  await expect.poll(() => page.getByTestId('price').textContent()).toBe('$0.08 + 52 Buzz');
  expect(stage.emulator.ledger).toHaveLength(0);
  await make(page, 'A lighthouse in a storm');
  for (const title of ['xAI', 'Civitai', 'Crazyrouter']) {
    await expect.poll(() => runOf(page, title).locator('.picture').count()).toBe(2);
  }
  expect(await runOf(page, 'xAI').locator('.cost').textContent()).toBe('$0.04');
  expect(await runOf(page, 'Civitai').locator('.cost').textContent()).toBe('52 Buzz');
  // A gateway that does not say what it took is counted as it was estimated, and that is said.
  expect(await page.locator('.group header').first().textContent()).toContain('about $0.08 + 52 Buzz');
  expect(stage.emulator.ledger.map(({ backend }) => backend).toSorted()).toEqual([
    'civitai',
    'crazyrouter',
    'xai',
  ]);
});

test('what a service did otherwise than asked stands beside its pictures', async () => {
  const { page } = open;
  await page.getByLabel('Model').nth(2).fill('grok-4-image');
  await page.getByLabel('Model').nth(2).press('Tab');
  await make(page, 'A fox in snow');
  await expect.poll(() => runOf(page, 'Crazyrouter').getByLabel('Warnings').textContent()).toMatch(/16:9/);
  await page.getByRole('button', { name: 'Remove Crazyrouter' }).click();
  await page.getByRole('button', { name: 'Remove Civitai' }).click();
});

test('an option of the schema is sent, and one that is refused blocks the button before anything is sent', async () => {
  const { page } = open;
  const before = stage.emulator.ledger.length;
  await page.getByText('More options').click();
  await page.getByLabel('Poll interval (ms)').fill('0');
  await page.getByLabel('Poll interval (ms)').press('Tab');
  await expect.poll(() => page.locator('.press .problem-line').textContent()).toMatch(/pollIntervalMs/);
  expect(await makeButton(page).isDisabled()).toBe(true);
  await page.getByLabel('Poll interval (ms)').fill('5');
  await page.getByLabel('Poll interval (ms)').press('Tab');
  await page.getByLabel('Resolution').selectOption('2k');
  await make(page, 'A large fox');
  await expect.poll(() => runOf(page, 'xAI').locator('.picture').count()).toBe(2);
  const [sent] = stage.emulator.requests.filter(({ role }) => role === 'submit').slice(-1);
  expect(JSON.stringify(sent)).toContain('2k');
  expect(stage.emulator.ledger).toHaveLength(before + 1);
});

test('a picture of the gallery is edited, and one that is uploaded', async () => {
  const { page } = open;
  await runOf(page, 'xAI').locator('.picture').first().click();
  await page.getByRole('button', { name: 'Edit this' }).click();
  expect(await page.locator('.source').count()).toBe(1);
  const small = await page.locator('.group .picture img').first().getAttribute('src');
  const full = await page.request.get(`${stage.playground.url}${small?.replace('/small', '/full')}`);
  const file = { name: '<img src=x>.jpg', mimeType: 'image/png', buffer: await full.body() };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect.poll(() => page.locator('.source').count()).toBe(2);
  await make(page, 'Put both into the snow');
  await expect.poll(() => runOf(page, 'xAI').locator('.picture').count()).toBe(2);
  expect(stage.emulator.ledger.at(-1)?.operation).toBe('edit');
  await page.getByRole('button', { name: 'Remove source image 1' }).click();
  await page.getByRole('button', { name: 'Remove source image 1' }).click();
});

test.each(['drop', 'paste'])('a picture becomes a source by %s', async type => {
  const { page } = open;
  const src = await page.locator('.group .picture img').first().getAttribute('src');
  await promptOf(page).evaluate(
    async (field, [kind, address]) => {
      const blob = await (await fetch(address)).blob();
      const data = new DataTransfer();
      data.items.add(new File([blob], 'a cat.webp', { type: blob.type }));
      const about = { bubbles: true, cancelable: true };
      field.dispatchEvent(
        kind === 'drop'
          ? new DragEvent('drop', { ...about, dataTransfer: data })
          : new ClipboardEvent('paste', { ...about, clipboardData: data }),
      );
    },
    [type, src ?? ''] as const,
  );
  await expect.poll(() => page.locator('.source img').count()).toBe(1);
  await page.getByText('a cat.webp is a source image now.').waitFor();
  await page.getByRole('button', { name: 'Remove source image 1' }).click();
});

test('what is written and what files are called never becomes markup', async () => {
  const { page } = open;
  const markup = '<img src=x onerror="document.title=1"><b>bold</b> & \'$(id)';
  await make(page, markup);
  await expect.poll(() => runOf(page, 'xAI').locator('.picture').count()).toBe(2);
  expect(await page.locator('.group h2').first().textContent()).toBe(markup);
  expect(await page.locator('.group h2 *').count()).toBe(0);
  expect(await page.title()).not.toBe('1');
});

test('a refusal says what happened, that it cost, and what to do', async () => {
  const { page } = open;
  await make(page, 'A fox #refuse');
  const card = runOf(page, 'xAI');
  await expect.poll(() => card.locator('.problem h4').textContent()).toBe('Refused');
  expect(await card.locator('.problem').textContent()).toMatch(/It cost 0\.\d+ USD\. Change the prompt/);
  expect(await card.getByRole('button', { name: 'Collect' }).count()).toBe(0);
});

test('an equal call is answered with the pictures that are there, free of charge', async () => {
  const { page } = open;
  const before = stage.emulator.ledger.length;
  await page.getByRole('checkbox', { name: /equal call/ }).check();
  await make(page, 'A large fox');
  await expect.poll(() => runOf(page, 'xAI').getByText('reused').count()).toBe(2);
  expect(await runOf(page, 'xAI').locator('.cost').textContent()).toBe('$0.00');
  expect(stage.emulator.ledger).toHaveLength(before);
  await page.getByRole('checkbox', { name: /equal call/ }).uncheck();
});

test('what was spent, what was free, and how much of the limit is used, is watched', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Spend' }).click();
  await page.getByText('Taken from earlier calls').waitFor();
  expect(await page.locator('.figure', { hasText: 'Taken from earlier calls' }).textContent()).toMatch(
    /2 free/,
  );
  const row = await page.getByRole('row', { name: /^xAI/ }).textContent();
  const ticks = stage.emulator.ledger
    .filter(({ backend }) => backend === 'xai')
    .reduce((all, { cost }) => all + cost, 0);
  expect(Number(/\$([\d.]+)$/.exec(row ?? '')?.[1])).toBeCloseTo(ticks / 1e10, 4);
  const meter = page.getByRole('meter', { name: 'Requests in the last minute' }).first();
  expect(await meter.evaluate(one => one instanceof HTMLMeterElement && one.value)).toBeGreaterThan(0);
  expect(await page.locator('.failures').textContent()).toMatch(/A fox #refuse.*It cost 0\.\d+ USD\./s);
  await page.getByRole('link', { name: 'Make', exact: true }).click();
});

test('an answer that is overtaken by what it began does not undo it', async () => {
  const { page } = open;
  const pictures = page.locator('.group', { hasText: 'A fox in a hurry' }).locator('.picture');
  let isAnswered = false;
  await page.route('**/api/runs', async route => {
    if (route.request().method() !== 'POST') return route.continue();
    const response = await route.fetch();
    await expect.poll(() => pictures.count()).toBe(2);
    await route.fulfill({ response });
    isAnswered = true;
  });
  await promptOf(page).fill('A fox in a hurry');
  await makeButton(page).click();
  await expect.poll(() => isAnswered).toBe(true);
  await expect.poll(() => makeButton(page).isEnabled()).toBe(true);
  await page.unroute('**/api/runs');
  expect(await pictures.count()).toBe(2);
});

test('a press that got no answer is sent again under its key, and paid once', async () => {
  const { page } = open;
  const before = stage.emulator.ledger.length;
  // The server has it, and the page never hears so.
  await page.route('**/api/runs', async route => {
    if (route.request().method() !== 'POST') return route.continue();
    await route.fetch();
    await route.abort();
  });
  await promptOf(page).fill('A fox at sea');
  await makeButton(page).click();
  await page.getByRole('button', { name: /Send it again/ }).waitFor();
  await page.unroute('**/api/runs');
  await page.getByRole('button', { name: /Send it again/ }).click();
  await expect.poll(() => runOf(page, 'xAI').locator('.picture').count()).toBe(2);
  await expect.poll(() => page.getByRole('button', { name: /Send it again/ }).count()).toBe(0);
  expect(stage.emulator.ledger).toHaveLength(before + 1);
});

test('nothing went wrong in the page, and nothing was asked of anybody else', () => {
  const expected = /Failed to load resource: net::ERR_FAILED/;
  expect(open.faults.filter(fault => !expected.test(fault))).toEqual([]);
});

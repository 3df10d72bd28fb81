import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFaults } from './harness/accessibility.ts';
import { connectToBrowser } from './harness/browser.ts';
import { make, makeButton, openPage, promptOf, runOf, type OpenPage } from './harness/page.ts';
import { openStage, type Stage } from './harness/stage.ts';

const out = resolve(import.meta.dirname, '../../out/playground');
const schemes = ['light', 'dark'] as const;
/** Of the words of the page: a browser that is told of another light has not drawn it yet. */
const wordColours = { light: 'rgb(28, 27, 25)', dark: 'rgb(236, 234, 229)' };

let browser: Browser;
let stage: Stage;
let open: OpenPage;

beforeAll(async () => {
  await mkdir(out, { recursive: true });
  browser = await connectToBrowser();
  stage = await openStage({ pictures: 'painted', deferredMs: 600 });
  open = await openPage(browser, stage);
});

afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** Pictures of a view for a person, and a look at it for those who do not see it. */
async function lookAt(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const words = page.locator('.brand');
    await expect
      .poll(() => words.evaluate(element => getComputedStyle(element).color))
      .toBe(wordColours[colorScheme]);
    faults.push(...(await seriousFaults(page, colorScheme === 'light' ? 'all' : 'colours')));
    await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
  return faults;
}

test('the empty page says what to do first, and keeps nobody out', async () => {
  const { page } = open;
  await page.getByText('Nothing here yet').waitFor();
  await expect.poll(() => page.getByTestId('price').textContent()).toBe('$0.02');
  expect(await lookAt(page, 'make-empty')).toEqual([]);
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.getByText('No pictures yet').waitFor();
  expect(await lookAt(page, 'gallery-empty')).toEqual([]);
  await page.getByRole('button', { name: 'Make the first one' }).click();
});

test('all of it works by keyboard alone', async () => {
  const { page } = open;
  await promptOf(page).focus();
  await page.keyboard.type('A lighthouse in a storm, oil painting');
  // From the prompt over examples and upload to the shapes, of which the arrows choose one.
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.getAttribute('type') === 'radio')) break;
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const ratio = await page.locator('.ratio:has(:checked)').textContent();
  expect(ratio).toMatch(/\d:\d/);
  await page.keyboard.press('Control+Enter');
  const picture = runOf(page, 'xAI').locator('.picture');
  await expect.poll(() => picture.count()).toBe(1);
  await picture.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('picture');
});

test('what happens is announced to a screen reader', async () => {
  const { page } = open;
  await expect
    .poll(() => page.locator('[role=status]').last().textContent())
    .toMatch(/xAI has made 1 of 1 pictures/);
});

test('several services side by side, running, done and refused, keep nobody out', async () => {
  const { page } = open;
  await page.getByRole('spinbutton', { name: /Pictures/ }).fill('2');
  await page.getByRole('button', { name: '+ Compare with another' }).click();
  stage.emulator.script({ backend: 'civitai', stepFault: { outcome: 'stuck' } });
  await make(page, 'A red fox asleep in snow, macro photograph');
  await runOf(page, 'Civitai').locator('.running').waitFor();
  expect(await lookAt(page, 'make-running')).toEqual([]);
  await runOf(page, 'Civitai').getByRole('button', { name: 'Cancel' }).click();
  await runOf(page, 'Civitai').locator('.problem').waitFor();
  await make(page, 'An isometric kitchen of paper');
  await expect.poll(() => page.locator('.group').first().locator('.picture').count()).toBe(4);
  expect(await lookAt(page, 'make-done')).toEqual([]);
  await make(page, 'A fox #refuse');
  await expect.poll(() => page.locator('.group').first().locator('.problem').count()).toBe(2);
  expect(await lookAt(page, 'make-refused')).toEqual([]);
});

test('the code of a call is taken along, and keeps nobody out', async () => {
  const { page } = open;
  const card = page.locator('.group').nth(1).getByRole('region', { name: /^xAI,/ });
  await card.getByRole('button', { name: 'Code' }).click();
  await card.getByRole('button', { name: 'AI SDK 5' }).click();
  const code = await card.locator('pre').textContent();
  expect(code).toContain('@grok-image/xai/v2');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await card.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('The code for AI SDK 5 is copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await card.scrollIntoViewIfNeeded();
  expect(await lookAt(page, 'make-code')).toEqual([]);
});

test('the gallery is searched, and two of its pictures are compared by a slider', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await expect.poll(() => page.locator('.tile').count()).toBe(7);
  expect(await lookAt(page, 'gallery')).toEqual([]);
  await page.getByRole('searchbox').fill('FOX');
  await expect.poll(() => page.locator('.tile').count()).toBe(2);
  await page.getByRole('searchbox').fill('kitchen');
  await expect.poll(() => page.locator('.tile').count()).toBe(4);
  await page.getByRole('combobox', { name: 'Service' }).selectOption('civitai');
  await expect.poll(() => page.locator('.tile').count()).toBe(2);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('grok-imagine-image');
  await expect.poll(() => page.locator('.tile').count()).toBe(2);
  for (const box of await page.locator('.pick input').all()) await box.check();
  await page.getByRole('link', { name: 'Compare the two' }).click();
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('End');
  expect(await slider.inputValue()).toBe('100');
  await slider.fill('50');
  expect(await lookAt(page, 'compare')).toEqual([]);
});

test('a picture in full size shows what the service made of the prompt, and is left through by arrows', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  // After the two of Civitai, which rewrites no prompt that it was not asked to.
  await page.locator('.tile', { hasText: 'xAI' }).locator('.picture').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('ins').first().waitFor();
  expect(await dialog.locator('.steps').textContent()).toContain('3 of 7');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => dialog.locator('.steps').textContent()).toContain('4 of 7');
  expect(await lookAt(page, 'picture')).toEqual([]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy prompt' }).click();
  await page.getByText('The prompt is copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('An isometric kitchen of paper');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByText('The picture is copied.').waitFor();
  expect(await page.evaluate(async () => (await navigator.clipboard.read())[0]?.types)).toEqual([
    'image/png',
  ]);
  await dialog.getByText('All metadata').click();
  expect(await dialog.getByLabel('All metadata').textContent()).toMatch(/"requestId": "[^"]+"/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('an-isometric-kitchen-of-paper-2.jpg');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect.poll(() => page.locator('.tile').count()).toBe(6);
});

test('the spend of today is told by service and model, and what failed with its price', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Spend' }).click();
  await expect.poll(() => page.locator('.failures li').count()).toBe(3);
  expect(await page.locator('.figure').first().textContent()).toMatch(/Today\$0\.\d+ \+ 52 Buzz/);
  expect(await lookAt(page, 'watch')).toEqual([]);
});

test('all of it fits on a phone, and keeps nobody out there', async () => {
  const phone = await openPage(browser, stage, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const { page } = phone;
  const widthOf = () => page.evaluate(() => document.documentElement.scrollWidth);
  await promptOf(page).fill('A fox for a phone');
  await makeButton(page).tap();
  await expect.poll(() => runOf(page, 'xAI').locator('.picture').count()).toBe(1);
  expect(await widthOf()).toBe(390);
  expect(await lookAt(page, 'make-phone')).toEqual([]);
  for (const view of ['Gallery', 'Spend']) {
    await page.getByRole('link', { name: view }).click();
    await page
      .locator(view === 'Gallery' ? '.tile' : '.figure')
      .first()
      .waitFor();
    expect(await widthOf()).toBe(390);
    expect(await lookAt(page, `${view.toLowerCase()}-phone`)).toEqual([]);
  }
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.locator('.tile .picture').first().tap();
  await page.getByRole('dialog').locator('dl').waitFor();
  expect(await widthOf()).toBe(390);
  expect(await lookAt(page, 'picture-phone')).toEqual([]);
  expect(phone.faults).toEqual([]);
  await phone.close();
});

test('nothing went wrong in the page, and nothing was asked of anybody else', () => {
  expect(open.faults).toEqual([]);
});

import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** A page of a playground, and what it must not do. */
export interface OpenPage {
  readonly page: Page;
  /** Errors of its console, and requests that went elsewhere. */
  readonly faults: string[];
  close(): Promise<void>;
}

const patienceMs = 60_000;

/** Opens the page as a person does: by the address that was printed. */
export async function openPage(
  browser: Browser,
  stage: Stage,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const viewport = { width: 1360, height: 900 };
  // What moves takes a processor that the machine has better uses for.
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', error => faults.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', request => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== stage.playground.url && protocol !== 'blob:') faults.push(`asked ${request.url()}`);
  });
  await page.goto(stage.playground.address);
  await page.getByLabel('Model').first().waitFor();
  return { page, faults, close: () => context.close() };
}

export function promptOf(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Prompt' });
}

export function makeButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Make \d/ });
}

/** The card of one call of the newest press. */
export function runOf(page: Page, title: string): Locator {
  return page
    .locator('.group')
    .first()
    .getByRole('region', { name: new RegExp(`^${title},`) });
}

/** Writes a prompt and presses the button. */
export async function make(page: Page, prompt: string): Promise<void> {
  await promptOf(page).fill(prompt);
  await makeButton(page).click();
  await page.locator('.group h2').first().filter({ hasText: prompt }).waitFor();
}

/** The choice of the first service. */
export function serviceOf(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Service', exact: true }).first();
}

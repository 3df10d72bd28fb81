// Looks at the built site as readers do: every page of it on a phone and on a desk, in light and in dark. Writes a picture of each to
// out/screenshots; fails where axe-core finds something serious, a page is wider than its window, its console has an error, or
// the search does not find what is there. Words after the command pick the pages whose address has one of them.
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findProgram } from '../../test/runtimes/binary.ts';
import { runtimes } from '../../test/runtimes/runtimes.ts';
import { addresses } from '../.vitepress/addresses.ts';
import { search } from './search.ts';
import { serveSite } from './serve-site.ts';

const dist = path.resolve(import.meta.dirname, '../dist');
const folder = path.resolve(import.meta.dirname, '../../out/screenshots');
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
const words = process.argv.slice(2);

/** Addresses below that of the site, as its links have them. */
const pages = (await readdir(dist, { recursive: true }))
  .filter(file => file.endsWith('.html') && file !== '404.html')
  .map(file => file.replaceAll(path.sep, '/').replace(/(^|\/)index\.html$|\.html$/, '$1'))
  .filter(link => words.length === 0 || words.some(word => link.includes(word)))
  .toSorted();

const runtime = runtimes.find(({ name }) => name === 'chromium');
if (runtime === undefined) throw new TypeError('There is no browser to look with.');
const site = await serveSite(dist, new URL(addresses.site).pathname);
const browser = await chromium.launch({
  executablePath: await findProgram(runtime),
  args: ['--no-sandbox', ...runtime.flags.filter(flag => flag !== '--headless')],
});
await mkdir(folder, { recursive: true });
const problems: string[] = [];
try {
  for (const colorScheme of ['dark', 'light'] as const) {
    await Promise.all((['phone', 'desk'] as const).map(size => walk(browser, colorScheme, size)));
  }
} finally {
  await browser.close();
  site.close();
}
process.stdout.write(`${pages.length} pages, each four times, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 && pages.length > 0 ? 0 : 1;

async function walk(
  browserInUse: Browser,
  colorScheme: 'light' | 'dark',
  size: keyof typeof sizes,
): Promise<void> {
  const context = await browserInUse.newContext({
    viewport: sizes[size],
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  let name = '';
  page.on('console', message => {
    if (message.type() === 'error') tell(`${name}: the console says ${message.text()}`);
  });
  page.on('pageerror', error => tell(`${name}: ${error.message}`));
  for (const link of pages) {
    name = `${link.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '') || 'home'}-${size}-${colorScheme}`;
    await page.goto(site.url + link, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: link === '' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) tell(`${name} is ${wide} pixels wider than its window`);
    await audit(page, name);
  }
  if (words.length === 0) await openWhatIsClosed(page, size, colorScheme);
  await context.close();
}

/** The menu of a phone, and the dialogue of the search. */
async function openWhatIsClosed(page: Page, size: keyof typeof sizes, colorScheme: string): Promise<void> {
  await page.goto(site.url, { waitUntil: 'load' });
  if (size === 'phone') {
    await page.click('.VPNavBarHamburger');
    await page.waitForSelector('.VPNavScreen');
    await page.screenshot({ path: path.join(folder, `menu-${size}-${colorScheme}.png`) });
    await audit(page, `menu-${size}-${colorScheme}`);
    await page.click('.VPNavBarHamburger');
  }
  for (const problem of await search(page)) tell(`${size}-${colorScheme}: ${problem}`);
  await page.screenshot({ path: path.join(folder, `search-${size}-${colorScheme}.png`) });
  await audit(page, `search-${size}-${colorScheme}`);
}

async function audit(page: Page, name: string): Promise<void> {
  // Without frames there is nothing to be gathered in a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  for (const { id, impact, nodes } of violations) {
    if (impact !== 'serious' && impact !== 'critical') continue;
    const [first] = nodes;
    tell(
      `${name}: ${id}, ${nodes.length} times, e.g. ${first?.target.join(' ')} ${first?.html.slice(0, 160)}`,
    );
  }
}

function tell(problem: string): void {
  process.stdout.write(`- ${problem}\n`);
  problems.push(problem);
}

// Looks at the built site as readers do: each page on a phone and on a desk, in light and in dark. Writes a picture of each to
// out/screenshots, and fails where axe-core finds something serious, or a page is wider than its window.
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../test/runtimes/binary.ts';
import { runtimes } from '../test/runtimes/runtimes.ts';
import { addresses } from './.vitepress/addresses.ts';
import { sections } from './.vitepress/navigation.ts';

const dist = path.join(import.meta.dirname, 'dist');
const folder = path.resolve(import.meta.dirname, '../out/screenshots');
const base = new URL(addresses.site).pathname;
const pages = [
  '/',
  ...sections.flatMap(({ items }) => items.map(({ link }) => link)),
  '/decisions/0003-url-before-base64',
  '/reference/@grok-image/civitai',
];
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** As GitHub Pages serves it. */
const server = createServer(async (request, response) => {
  const link = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname).replace(base, '');
  const file = path.extname(link) in types ? link : `${link || 'index'}.html`;
  try {
    const content = await readFile(path.join(dist, file));
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'text/plain' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const address: AddressInfo | string | null = server.address();
const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

const runtime = runtimes.find(({ name }) => name === 'chromium');
if (runtime === undefined) throw new TypeError('There is no browser to look with.');
const browser = await chromium.launch({
  executablePath: await findProgram(runtime),
  args: ['--no-sandbox', ...runtime.flags.filter(flag => flag !== '--headless')],
});
await mkdir(folder, { recursive: true });
const problems: string[] = [];
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of ['phone', 'desk'] as const) problems.push(...(await look(browser, colorScheme, size)));
  }
} finally {
  await browser.close();
  server.close();
}
process.stdout.write(`${pages.length} pages, each four times, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function look(
  browserInUse: Browser,
  colorScheme: 'light' | 'dark',
  size: keyof typeof sizes,
): Promise<string[]> {
  const context = await browserInUse.newContext({
    viewport: sizes[size],
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const found: string[] = [];
  const tell = (problem: string): void => {
    process.stdout.write(`- ${problem}\n`);
    found.push(problem);
  };
  for (const link of pages) {
    await page.goto(`${origin}${base}${link.slice(1)}`, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const name = `${link.replaceAll(/\W+/g, '-').replace(/^-/, '') || 'home'}-${size}-${colorScheme}`;
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: link === '/' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) tell(`${name} is ${wide} pixels wider than its window`);
    // What is there is the same at each size; colours are not, and the menus are other ones.
    if (size === 'desk' || link === '/start') {
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, impact, nodes } of violations) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        tell(
          `${name}: ${id}, ${nodes.length} times, e.g. ${nodes[0]?.target.join(' ')} ${nodes[0]?.html.slice(0, 160)}`,
        );
      }
    }
  }
  await context.close();
  return found;
}

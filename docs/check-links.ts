// Looks for links of the built site that lead nowhere: pages are VitePress's own check, these are their anchors and files.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { addresses } from './.vitepress/addresses.ts';

const dist = path.join(import.meta.dirname, 'dist');
const base = new URL(addresses.site);

const files = (await readdir(dist, { recursive: true })).map(file => file.replaceAll(path.sep, '/'));
const pages = new Map(
  await Promise.all(
    files
      .filter(file => file.endsWith('.html'))
      .map(async file => [file, await readFile(path.join(dist, file), 'utf8')] as const),
  ),
);
const anchors = new Map(
  [...pages].map(([file, html]) => [
    file,
    new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)),
  ]),
);

const dead: string[] = [];
let links = 0;
for (const [file, html] of pages) {
  const here = new URL(file.replace(/(^|\/)index\.html$|\.html$/, '$1'), base);
  for (const [, href = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
    const { origin, pathname, hash } = new URL(href.replaceAll('&amp;', '&'), here);
    if (origin !== base.origin || !pathname.startsWith(base.pathname)) continue;
    links += 1;
    const target = fileAt(decodeURIComponent(pathname.slice(base.pathname.length)));
    const hasAnchor = hash === '' || anchors.get(target ?? '')?.has(decodeURIComponent(hash.slice(1)));
    if (target === undefined || !hasAnchor) dead.push(`${file}: ${href}`);
  }
}

process.stdout.write(`${pages.size} pages, ${links} links of their own, ${dead.length} dead\n`);
for (const link of new Set(dead)) process.stdout.write(`- ${link}\n`);
process.exitCode = dead.length === 0 && pages.size > 0 ? 0 : 1;

/** The file that is answered with, as GitHub Pages answers. */
function fileAt(link: string): string | undefined {
  const names = [link, `${link}.html`, `${link.replace(/\/$/, '')}/index.html`.replace(/^\//, '')];
  return names.find(name => files.includes(name) && (name === '' || /\.\w+$/.test(name)));
}

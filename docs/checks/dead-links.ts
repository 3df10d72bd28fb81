import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What the links of a built site lead to. */
export interface LinkReport {
  readonly pages: number;
  /** Links that stay on the site; those to other hosts are not followed. */
  readonly links: number;
  /** `page: link`, each once, of those that lead to no file, or to no such anchor in it. */
  readonly dead: readonly string[];
}

/**
 * Looks for links of a built site that lead nowhere, as GitHub Pages would answer them.
 *
 * @param folder - the built site
 * @param site - its address, with a slash at its end
 * @example
 * const { dead } = await findDeadLinks('docs/dist', 'https://grok-image.github.io/grok-image/');
 */
export async function findDeadLinks(folder: string, site: string): Promise<LinkReport> {
  const base = new URL(site);
  const files = new Set(
    (await readdir(folder, { recursive: true })).map(file => file.replaceAll(path.sep, '/')),
  );
  const pages = new Map<string, string>();
  for (const file of files) {
    if (file.endsWith('.html')) pages.set(file, await readFile(path.join(folder, file), 'utf8'));
  }
  const anchors = new Map([...pages].map(([file, html]) => [file, anchorsOf(html)]));

  const dead = new Set<string>();
  let links = 0;
  for (const [file, html] of pages) {
    const here = new URL(file.replace(/(^|\/)index\.html$|\.html$/, '$1'), base);
    for (const [, href = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const { origin, pathname, hash } = new URL(href.replaceAll('&amp;', '&'), here);
      if (origin !== base.origin || !pathname.startsWith(base.pathname)) continue;
      links += 1;
      const target = fileAt(decodeURIComponent(pathname.slice(base.pathname.length)), files);
      const isThere = hash === '' || anchors.get(target ?? '')?.has(decodeURIComponent(hash.slice(1)));
      if (target === undefined || !isThere) dead.add(`${file}: ${href}`);
    }
  }
  return { pages: pages.size, links, dead: [...dead] };
}

function anchorsOf(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id));
}

/** The file that is answered with. */
function fileAt(link: string, files: ReadonlySet<string>): string | undefined {
  const names = [link, `${link}.html`, `${link.replace(/\/$/, '')}/index.html`.replace(/^\//, '')];
  return names.find(name => files.has(name) && /\.\w+$/.test(name));
}

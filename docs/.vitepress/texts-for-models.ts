import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SiteConfig } from 'vitepress';
import { addresses } from './addresses.ts';
import { sections } from './navigation.ts';

/** Writes a `.md` beside each page, `llms.txt`, which lists them, and `llms-full.txt`, which holds them. */
export async function writeTextsForModels(site: SiteConfig): Promise<void> {
  const texts = new Map<string, string>();
  for (const page of site.pages) {
    const route = site.dynamicRoutes.routes.find(candidate => candidate.path === page);
    const source = route?.content ?? (await readFile(path.join(site.srcDir, page), 'utf8'));
    const folder = path.dirname(path.join(site.srcDir, route?.route ?? page));
    const text = await withIncluded(source.replace(/^---\n[^]*?\n---\n/, ''), folder);
    const target = path.join(site.outDir, page);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    texts.set(page, text);
  }
  const listed = sections.flatMap(({ items }) => items.map(({ link }) => `${link.slice(1)}.md`));
  const missing = listed.filter(page => !texts.has(page));
  if (missing.length > 0)
    throw new TypeError(`The navigation names ${missing.join(', ')}, which is no page.`);
  const list = sections.map(({ text, items }) =>
    [
      `## ${text}\n`,
      ...items.map(item => `- [${item.text}](${addresses.site}${item.link.slice(1)}.md): ${item.about}`),
    ].join('\n'),
  );
  const head = `# ${site.site.title}\n\n> ${site.site.description}\n`;
  await writeFile(path.join(site.outDir, 'llms.txt'), `${[head, ...list].join('\n\n')}\n`);
  const full = listed.map(page => texts.get(page) ?? '');
  await writeFile(path.join(site.outDir, 'llms-full.txt'), full.join('\n\n'));
}

/** With the texts and the code that a page takes from elsewhere. */
async function withIncluded(text: string, folder: string): Promise<string> {
  const pieces = text.split(/^(<!--\s*@include:.*-->|<<< .*)$/m);
  const full = await Promise.all(
    pieces.map(async piece => {
      const file = /^<!--\s*@include:\s*(\S+?)\s*-->$/.exec(piece)?.[1];
      const code = /^<<< (?<file>[^\s{]+)(?:\{(?<info>[^}]*)\})?/.exec(piece)?.groups;
      if (file !== undefined) {
        const source = path.join(folder, file);
        return withIncluded(await readFile(source, 'utf8'), path.dirname(source));
      }
      if (code === undefined) return piece;
      const source = await readFile(path.join(folder, code['file'] ?? ''), 'utf8');
      return `\`\`\`${code['info'] ?? ''}\n${source.trimEnd()}\n\`\`\``;
    }),
  );
  return full.join('');
}

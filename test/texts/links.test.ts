import { glob, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { addresses } from '../../docs/.vitepress/addresses.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { site, repository } = addresses;

/** Texts that are shown outside of the site, where links have to be whole. */
const texts: string[] = [];
for await (const text of glob(['*.md', 'packages/*/README.md', 'examples/**/*.md'], {
  cwd: root,
  exclude: name => name.includes('node_modules'),
})) {
  texts.push(text);
}

/** Links of Markdown, without those in code. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/```[^]*?```/g, '').replaceAll(/`[^`\n]*`\)/g, ')');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) => link ?? []);
}

/** The file that an address of ours stands for; `undefined` for one of others. */
function fileOf(link: string, text: string): string | undefined {
  const [address = ''] = link.split('#');
  if (address.startsWith(site)) {
    const page = address.slice(site.length).replace(/\/$/, '/index') || 'index';
    // Written by `pnpm docs:build`, which looks for dead links itself.
    return page.startsWith('reference/') ? 'docs/reference.ts' : `docs/${page}.md`;
  }
  const [, inRepository] =
    new RegExp(`^(?:${repository}/(?:blob|tree)|.*/grok-image/grok-image)/main/(.*)$`).exec(address) ?? [];
  if (inRepository !== undefined) return inRepository;
  return /^\w+:|^$/.test(address) ? undefined : path.join(path.dirname(text), address);
}

test.each(texts)('the links of %s lead to files that are there', async text => {
  const links = linksOf(await readFile(path.join(root, text), 'utf8'));
  const dead = links.filter(link => {
    const file = fileOf(link, text);
    return file !== undefined && !existsSync(path.join(root, file));
  });
  expect(dead).toEqual([]);
});

const published = texts.filter(text => /^packages\/(?!playground\/)/.test(text));

test.each(published)('%s stands alone on the page of a registry', async text => {
  const content = await readFile(path.join(root, text), 'utf8');
  expect(linksOf(content).filter(link => !link.startsWith('https://'))).toEqual([]);
  expect(content).toMatch(/```sh\nnp(m install|x) /);
  expect(content.split(/\s+/).length).toBeLessThan(1400);
});

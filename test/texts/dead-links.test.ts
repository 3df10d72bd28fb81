import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findDeadLinks } from '../../docs/checks/dead-links.ts';

const site = 'https://pictures.example/cats/';

/** A built site with a second page, a page in a folder and a picture. */
async function built(link: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-site-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(path.join(folder, 'errors'));
  await writeFile(
    path.join(folder, 'index.html'),
    `<h1 id="top">Cats</h1> <a class="a" href="${link}">there</a>`,
  );
  await writeFile(path.join(folder, 'start.html'), '<h2 id="in-a-tree">In a tree</h2>');
  await writeFile(path.join(folder, 'errors/index.html'), '<h2 id="none">None</h2>');
  await writeFile(path.join(folder, 'cat.jpg'), '');
  return folder;
}

test.each([
  '/cats/start',
  './start#in-a-tree',
  '#top',
  '/cats/errors/#none',
  '/cats/cat.jpg',
  'https://pictures.example/cats/start#in-a-tree',
])('the link %s leads somewhere', async link => {
  expect(await findDeadLinks(await built(link), site)).toEqual({ pages: 3, links: 1, dead: [] });
});

test.each([
  '/cats/starts',
  './start#in-a-house',
  '#bottom',
  '/cats/errors/#some',
  '/cats/dog.jpg',
  '/cats/errors/none',
])('the link %s is dead', async link => {
  const { dead } = await findDeadLinks(await built(link), site);
  expect(dead).toEqual([`index.html: ${link}`]);
});

test.each(['https://other.example/cats/starts', 'https://pictures.example/dogs/'])(
  'the link %s leads to another site, and is not followed',
  async link => {
    expect(await findDeadLinks(await built(link), site)).toEqual({ pages: 3, links: 0, dead: [] });
  },
);

import { readdir, readFile } from 'node:fs/promises';

const folder = new URL('../../decisions/', import.meta.url);

const loader: { watch: string[]; paths(): Promise<{ params: { name: string }; content: string }[]> } = {
  watch: ['../../decisions/*.md'],
  /** One page for each decision. */
  async paths() {
    const files = (await readdir(folder)).filter(file => /^\d{4}-.*\.md$/.test(file));
    return Promise.all(
      files.map(async file => ({
        params: { name: file.replace('.md', '') },
        content: await readFile(new URL(file, folder), 'utf8'),
      })),
    );
  },
};

export default loader;

// Looks for links of the built site that lead nowhere: pages are VitePress's own check, these are their anchors and files.
import path from 'node:path';
import { addresses } from '../.vitepress/addresses.ts';
import { findDeadLinks } from './dead-links.ts';

const { pages, links, dead } = await findDeadLinks(
  path.resolve(import.meta.dirname, '../dist'),
  addresses.site,
);
process.stdout.write(`${pages} pages, ${links} links of their own, ${dead.length} dead\n`);
for (const link of dead) process.stdout.write(`- ${link}\n`);
process.exitCode = dead.length === 0 && pages > 0 ? 0 : 1;

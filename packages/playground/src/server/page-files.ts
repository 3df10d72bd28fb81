import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlaygroundStartError } from '../settings/start-error.ts';

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

/** The files of the page by their path, e.g. `/assets/main-x1.js`: what is not among them is not there. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Beside the built server, and from its sources in the build. */
const places = ['./page/', '../../dist/page/'];

/**
 * Reads the page that was built.
 *
 * @throws PlaygroundStartError where it was not
 */
export async function readPageFiles(): Promise<PageFiles> {
  const folders = places.map(place => fileURLToPath(new URL(place, import.meta.url)));
  const folder = folders.find(place => existsSync(join(place, 'index.html')));
  if (folder === undefined) {
    throw new PlaygroundStartError('page', 'its page is not built', 'Run the build of this package first.');
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, PageFile]> => {
        const path = `/${file.slice(folder.length).replaceAll('\\', '/')}`;
        const mediaType = mediaTypes[extname(file)] ?? 'application/octet-stream';
        return [path, { bytes: new Uint8Array(await readFile(file)), mediaType }];
      }),
    ),
  );
}

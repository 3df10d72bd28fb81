import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A built site that is being served. */
export interface ServedSite {
  /** Address of the first page, with a slash at its end. */
  readonly url: string;
  close(): void;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
};

/** Serves a built site on a free port, under its own path, as GitHub Pages does: `start` is `start.html`, `errors/` is `errors/index.html`. */
export async function serveSite(folder: string, base: string): Promise<ServedSite> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const link = pathname.startsWith(base) ? decodeURIComponent(pathname.slice(base.length)) : '404';
    const file = path.extname(link) in types ? link : `${link.replace(/(^|\/)$/, '$1index')}.html`;
    const type = types[path.extname(file)] ?? 'text/plain';
    try {
      const content = await readFile(path.join(folder, file));
      response.writeHead(200, { 'content-type': type }).end(content);
    } catch {
      const content = await readFile(path.join(folder, '404.html'));
      response.writeHead(404, { 'content-type': 'text/html' }).end(content);
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('The site has no port.');
  return { url: `http://127.0.0.1:${address.port}${base}`, close: () => void server.close() };
}

import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isBadInput } from '../make/problem.ts';
import { galleryRoutes } from './gallery-routes.ts';
import { guard, type Guard } from './guard.ts';
import { secureHeaders } from './headers.ts';
import { makeRoutes } from './make-routes.ts';
import type { PageFiles } from './page-files.ts';
import type { Parts } from './parts.ts';
import { tooLarge } from './too-large.ts';

/** Longest JSON that the page sends, in bytes: a prompt and options. */
const longestJson = 1024 * 1024;

/** The server without its socket. */
export function createApp(parts: Parts, door: Guard, page: PageFiles): Hono {
  const app = new Hono();
  app.use(secureHeaders());
  app.use(guard(door));
  const limit = bodyLimit({ maxSize: longestJson, onError: tooLarge });
  app.use('/api/*', (context, next) => (context.req.path === '/api/sources' ? next() : limit(context, next)));
  app.route('/api', makeRoutes(parts));
  app.route('/api', galleryRoutes(parts));
  app.get('*', context => {
    const path = context.req.path === '/' ? '/index.html' : context.req.path;
    const file = page.get(path);
    if (file === undefined) return context.text('There is nothing here.', 404);
    // Their names change with what is in them.
    const isHashed = path.startsWith('/assets/');
    return context.body(file.bytes, 200, {
      'content-type': file.mediaType,
      'cache-control': isHashed ? 'private, max-age=31536000, immutable' : 'no-store',
    });
  });
  app.onError((error, context) => {
    const isSlip = isBadInput(error) || error.name === 'SyntaxError';
    return context.json({ problem: error.message }, isSlip ? 400 : 500);
  });
  return app;
}

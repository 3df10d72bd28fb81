import { type Context, Hono } from 'hono';
import type { BackendApp, BackendEnvironment } from '../world/backend.ts';
import { decodeText } from './decode.ts';
import { invalidArgument } from './errors.ts';
import { pageFiles } from './file-list.ts';
import { publicUrlOf, renderFile, type StoredFile } from './files.ts';
import { authenticate, type Service } from './service.ts';
import { readUpload } from './upload.ts';
import { checkLifetime } from './validate.ts';

/** The Files API (docs.x.ai, files guide, 2026). */
export function createFilesApp(service: Service): BackendApp {
  const { files, schemas } = service;
  const app = new Hono<BackendEnvironment>();
  const keyOf = ({ env }: Context<BackendEnvironment>): string => authenticate(service, env.exchange).apiKey;
  const fileOf = (context: Context<BackendEnvironment>): StoredFile =>
    files.get(keyOf(context), context.req.param('id') ?? '');

  app.post('/', async context => {
    const file = files.add(await readUpload(context.req.raw, keyOf(context)));
    return context.json(await renderFile(file, context.env.exchange.site));
  });
  app.get('/', async context => {
    const all = files.list(keyOf(context));
    const page = await pageFiles(all, file => files.isLive(file), context.req.query());
    const { site } = context.env.exchange;
    const data = await Promise.all(page.files.map(file => renderFile(file, site)));
    return context.json({ data, pagination_token: page.token });
  });
  app.get('/:id', async context =>
    context.json(await renderFile(fileOf(context), context.env.exchange.site)),
  );
  app.delete('/:id', async context => {
    const file = fileOf(context);
    await files.remove(file);
    return context.json({ id: file.id, deleted: true, object: 'file' });
  });
  app.get('/:id/content', async context => {
    const file = fileOf(context);
    const bytes = await file.read();
    return context.body(bytes, 200, { 'content-type': contentType(file, context.req.query('format')) });
  });
  app.post('/:id/public-url', async context => {
    const file = fileOf(context);
    const text = await context.req.text();
    const { expires_after: expiresAfter } = text === '' ? {} : decodeText(text, schemas.publicUrl).body;
    checkLifetime(expiresAfter, 'expires_after');
    files.publish(file, expiresAfter);
    const { site } = context.env.exchange;
    return context.json({ public_url: publicUrlOf(file, site), expires_at: file.publicLink?.expiresAt });
  });
  app.post('/:id/public-url/revoke', context => {
    const file = fileOf(context);
    if (file.publicLink === undefined) return context.json({ id: file.id, revoked: false });
    const publicUrl = publicUrlOf(file, context.env.exchange.site);
    file.publicLink = undefined;
    return context.json({ id: file.id, revoked: true, public_url: publicUrl });
  });
  return app;
}

/** `format=text` gives the text of a document; an image has none, and how xAI says so is not published. */
function contentType({ type }: StoredFile, format = 'original'): string {
  if (format === 'original') return 'application/octet-stream';
  if (format !== 'text') throw invalidArgument(`Invalid format: ${format}. Must be one of: original, text.`);
  if (type.startsWith('image/')) throw invalidArgument('The file has no text.');
  return 'text/plain; charset=utf-8';
}

import { type Context, Hono } from 'hono';
import type { BackendApp, BackendEnvironment } from '../world/backend.ts';
import { decodeText } from './body.ts';
import { Refusal } from '../world/refusal.ts';
import { invalidArgument } from './errors.ts';
import { pageFiles } from './file-list.ts';
import { type NewFile, publicUrlOf, renderFile, type StoredFile } from './files.ts';
import { authenticate, type Service } from './service.ts';
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

/** Of one file (docs.x.ai, files guide, 2026). */
const maxBytes = 50 * 1024 * 1024;

/** Reads an upload. What says how long it lives must precede the file, which the real service streams as it arrives. */
async function readUpload(request: Request, apiKey: string): Promise<NewFile> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    throw new Refusal(415, 'Expected request with `Content-Type: multipart/form-data`');
  }
  const form = await request.formData().catch((error: unknown) => {
    throw error instanceof TypeError ? invalidArgument(`Invalid multipart body: ${error.message}`) : error;
  });
  const names = [...form.keys()];
  const file = form.get('file');
  if (!(file instanceof File)) throw invalidArgument('The multipart field `file` is required.');
  if (names.slice(names.indexOf('file')).some(name => name.startsWith('expires_after'))) {
    throw invalidArgument('The multipart field `expires_after` must precede `file`.');
  }
  if (file.size > maxBytes) throw new Refusal(413, 'length limit exceeded');
  const bytes = new Uint8Array(await file.arrayBuffer());
  return {
    apiKey,
    filename: file.name,
    purpose: String(form.get('purpose') ?? ''),
    type: file.type,
    read: () => Promise.resolve(bytes),
    expiresAfter: readExpiry(form),
  };
}

/** Seconds: `expires_after`, or OpenAI's pair of an anchor and seconds. */
function readExpiry(form: FormData): number | undefined {
  const anchor = form.get('expires_after[anchor]');
  if (anchor !== null && anchor !== 'created_at') {
    throw invalidArgument('`expires_after[anchor]` must be `created_at`.');
  }
  const expiry = form.get('expires_after') ?? form.get('expires_after[seconds]');
  const seconds = expiry === null ? undefined : Number(expiry);
  checkLifetime(seconds, 'expires_after');
  return seconds;
}

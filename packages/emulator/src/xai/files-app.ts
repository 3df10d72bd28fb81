import { type Context, Hono } from 'hono';
import type { BackendApp, BackendEnvironment } from '../backend.ts';
import { authenticate } from './account.ts';
import { invalidArgument, Refusal } from './errors.ts';
import type { NewFile, StoredFile } from './files.ts';
import { publicUrlOf, renderFile } from './render.ts';
import type { Service } from './service.ts';
import { checkLifetime } from './validate.ts';

const maxBytes = 50 * 1024 * 1024;

/** The Files API (docs.x.ai, files guide, 2026). */
export function createFilesApp({ files, profile }: Service): BackendApp {
  const app = new Hono<BackendEnvironment>();
  const keyOf = (context: Context<BackendEnvironment>): string =>
    authenticate(context.req.header('authorization'), profile).apiKey;
  const fileOf = (context: Context<BackendEnvironment>): StoredFile =>
    files.get(keyOf(context), context.req.param('id') ?? '');

  app.post('/', async context => {
    const upload = await readUpload(context.req.raw, keyOf(context));
    return context.json(renderFile(files.add(upload), context.env.exchange.site));
  });
  app.get('/', context => {
    const { data, token } = page(files.list(keyOf(context)), context.req.query());
    const { site } = context.env.exchange;
    return context.json({ data: data.map(file => renderFile(file, site)), pagination_token: token });
  });
  app.get('/:id', context => context.json(renderFile(fileOf(context), context.env.exchange.site)));
  app.delete('/:id', context => {
    const file = fileOf(context);
    files.remove(file);
    return context.json({ id: file.id, deleted: true, object: 'file' });
  });
  app.get('/:id/content', context => {
    const headers = { 'content-type': 'application/octet-stream' };
    return context.body(fileOf(context).bytes, 200, headers);
  });
  app.post('/:id/public-url', async context => {
    const file = fileOf(context);
    const expiresAfter = readExpiry(await context.req.text());
    checkLifetime(expiresAfter, 'expires_after');
    files.publish(file, expiresAfter);
    const { site } = context.env.exchange;
    return context.json({ public_url: publicUrlOf(file, site), expires_at: file.publicLink?.expiresAt });
  });
  app.post('/:id/public-url/revoke', context => {
    const file = fileOf(context);
    const revoked = file.publicLink !== undefined;
    file.publicLink = undefined;
    return context.json({ id: file.id, revoked });
  });
  return app;
}

async function readUpload(request: Request, apiKey: string): Promise<NewFile> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    throw new Refusal(415, 'Expected request with `Content-Type: multipart/form-data`');
  }
  const form = await request.formData();
  const names = [...form.keys()];
  const file = form.get('file');
  if (!(file instanceof File)) throw invalidArgument('The multipart field `file` is required.');
  if (names.indexOf('file') !== names.length - 1) {
    throw invalidArgument('All multipart fields must precede `file`.');
  }
  if (file.size > maxBytes) throw new Refusal(413, 'length limit exceeded');
  const expiry = form.get('expires_after') ?? form.get('expires_after[seconds]');
  const expiresAfter = expiry === null ? undefined : Number(expiry);
  checkLifetime(expiresAfter, 'expires_after');
  return {
    apiKey,
    filename: file.name,
    purpose: String(form.get('purpose') ?? ''),
    type: file.type,
    bytes: new Uint8Array(await file.arrayBuffer()),
    expiresAfter,
  };
}

function readExpiry(body: string): number | undefined {
  if (body === '') return undefined;
  const parsed: unknown = JSON.parse(body);
  const isRecord = typeof parsed === 'object' && parsed !== null && 'expires_after' in parsed;
  return isRecord && typeof parsed.expires_after === 'number' ? parsed.expires_after : undefined;
}

/** A page of the list; the token is always there, a client stops when a page is not full. */
function page(all: StoredFile[], query: Record<string, string>): { data: StoredFile[]; token: string } {
  const limit = Math.min(100, Math.max(1, Number(query['limit'] ?? 100)));
  const start = Number(query['pagination_token'] ?? 0);
  const direction = query['order'] === 'asc' ? 1 : -1;
  const compare = (left: StoredFile, right: StoredFile): number => {
    if (query['sort_by'] === 'filename') return left.filename.localeCompare(right.filename);
    if (query['sort_by'] === 'size') return left.bytes.length - right.bytes.length;
    return left.createdAt - right.createdAt;
  };
  const sorted = all.toSorted((left, right) => direction * compare(left, right));
  return { data: sorted.slice(start, start + limit), token: String(start + limit) };
}

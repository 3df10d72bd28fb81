import type { Context } from 'hono';
import { inspectImage } from '../picture/inspect.ts';
import { paint } from '../picture/paint.ts';
import type { BackendApp, BackendEnvironment, Exchange } from '../world/backend.ts';
import type { StoredBlob } from './blob.ts';
import { blobFolder as folder, blobPath, contentBlob, keptBlob, signedBlob } from './blob-address.ts';
import { nsfwLevels, retentionMs, uploadTypes } from './facts.ts';
import { wordOf } from './json.ts';
import type { Account } from './account.ts';
import { problem } from './problem.ts';
import { renderBlob } from './render.ts';
import { authenticate } from './request.ts';
import { addBlob, type CivitaiState } from './state.ts';

/** Files: getting them by signed address or with a key, by a redirect to their content; and bringing them. */
export function addBlobRoutes(app: BackendApp, state: CivitaiState): void {
  const { world, signer } = state;

  app.get(`${folder}/upload`, context => {
    const { site } = context.env.exchange;
    const { userId } = authenticate(state, context.env.exchange);
    const lifetime = world.now() + state.settings.urlLifetimeMs;
    const { url, expiresAt } = signer.signUrl(site, uploadPath(userId), lifetime);
    const uploadUrl = new URL(site.url('api', folder));
    uploadUrl.search = `${new URL(url).search}&user=${userId}`;
    return context.json({ uploadUrl: uploadUrl.href, expiresAt });
  });

  app.post(folder, async context => {
    const { exchange } = context.env;
    const owner = uploader(state, exchange);
    const { bytes, headers } = exchange.request;
    const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (!uploadTypes.includes(type))
      throw problem(415, `The type '${type}' is not accepted; accepted are ${uploadTypes.join(', ')}.`);
    if (bytes.length === 0) throw problem(400, 'The body is empty.');
    const { maxUploadBytes } = state.settings;
    if (bytes.length > maxUploadBytes) throw problem(413, `At most ${maxUploadBytes} bytes are accepted.`);
    const image = await inspectImage(bytes);
    if (image === undefined || image.type !== type) throw problem(422, `The body is not of type ${type}.`);
    const blob: StoredBlob = {
      id: `${world.uuid().replaceAll('-', '').toUpperCase()}.${type.slice('image/'.length)}`,
      owner,
      ...image,
      nsfwLevel: 'pg',
      available: true,
      expiresAt: world.now() + retentionMs,
      isWithheld: () => false,
      delivered: () => {},
      bytes: () => Promise.resolve(bytes),
    };
    addBlob(state, blob);
    return context.json(renderBlob(state, blob, { site: exchange.site, hideMature: false }), 201);
  });

  app.get(`${folder}/content/:token`, context => answerContent(state, context, context.req.param('token')));

  // Always 403, with a placeholder of the image's size.
  app.get(`${folder}/blocked/:token`, async context => {
    const facts = signer.fromToken(context.req.param('token'));
    if (facts === undefined) throw problem(401);
    const size = { width: Number(facts.get('width')), height: Number(facts.get('height')) };
    const placeholder = { prompt: 'This image is withheld', index: 0, model: 'civitai', ...size };
    return context.body(await paint({ ...placeholder, format: 'jpeg' }), 403, {
      'content-type': 'image/jpeg',
    });
  });

  app.get(`${folder}/:blobId`, context => {
    const { exchange } = context.env;
    const isSigned = exchange.request.query['sig'] !== undefined;
    const find = isSigned ? findSigned : findOwn;
    const blob = find(state, exchange, context.req.param('blobId'));
    if (exchange.request.method === 'HEAD') return context.body(null, 204);
    checkLevel(blob, exchange.request.query['nsfwLevel']);
    const location = contentUrl(state, exchange, blob);
    // The OpenAPI document has 308; signed addresses of the live service answer 301 with a relative address.
    if (!isSigned) return context.body(null, 308, { location });
    return context.body(null, 301, { location: new URL(location).pathname });
  });

  app.post(`${folder}/:blobId/refresh`, context => {
    const { exchange } = context.env;
    const blob = findOwn(state, exchange, context.req.param('blobId'));
    blob.expiresAt = world.now() + retentionMs;
    return context.json(renderBlob(state, blob, { site: exchange.site, hideMature: false }));
  });
}

async function answerContent(
  state: CivitaiState,
  context: Context<BackendEnvironment>,
  token: string,
): Promise<Response> {
  const { exchange } = context.env;
  if (exchange.effect('expire') !== undefined) throw problem(401, 'The address has expired.');
  const { blob, facts } = contentBlob(state, token);
  context.header('content-type', blob.type);
  context.header('cache-control', 'public, max-age=86400');
  const name = facts.get('filename');
  const isDownload = facts.get('download') === 'true';
  if (name !== null || isDownload) {
    const filename = encodeURIComponent(name ?? blob.id);
    context.header(
      'content-disposition',
      `${isDownload ? 'attachment' : 'inline'}; filename*=UTF-8''${filename}`,
    );
  }
  const bytes = await blob.bytes();
  exchange.whenDelivered(blob.delivered);
  return context.body(bytes);
}

function contentUrl(state: CivitaiState, { site, request }: Exchange, blob: StoredBlob): string {
  if (blob.isWithheld()) {
    const size = { width: String(blob.width), height: String(blob.height) };
    return site.url('content', `${folder}/blocked/${state.signer.toToken(size)}`);
  }
  const { filename, download } = request.query;
  const until = String(state.world.now() + state.settings.urlLifetimeMs);
  const wishes = {
    ...(filename === undefined ? {} : { filename }),
    ...(download === undefined ? {} : { download }),
  };
  return site.url('content', `${folder}/content/${state.signer.toToken({ id: blob.id, until, ...wishes })}`);
}

function findSigned(state: CivitaiState, exchange: Exchange, id: string): StoredBlob {
  if (exchange.effect('expire') !== undefined) throw problem(403, 'The address has expired.');
  return signedBlob(state, blobPath(id), exchange.request.query);
}

/** A file of the caller. */
function findOwn(state: CivitaiState, exchange: Exchange, id: string): StoredBlob {
  const account = authenticate(state, exchange);
  const blob = keptBlob(state, id);
  if (blob.owner !== account) throw problem(404);
  return blob;
}

/** The caller may name the most that it wants to see. */
function checkLevel({ nsfwLevel }: StoredBlob, limit: string | undefined): void {
  if (limit === undefined) return;
  const most = wordOf(nsfwLevels, limit.toLowerCase());
  if (most === undefined || nsfwLevels.indexOf(nsfwLevel) > nsfwLevels.indexOf(most)) throw problem(403);
}

function uploader(state: CivitaiState, exchange: Exchange): Account {
  const { query } = exchange.request;
  if (query['sig'] === undefined) return authenticate(state, exchange);
  const owner = [...state.accounts.values()].find(({ userId }) => String(userId) === query['user']);
  if (
    owner !== undefined &&
    state.signer.check(uploadPath(owner.userId), query, state.world.now()) === 'valid'
  )
    return owner;
  throw problem(401, 'The upload address has expired or was changed.');
}

/** What the signature of an upload address covers. */
function uploadPath(userId: number): string {
  return `${folder}/upload/${userId}`;
}

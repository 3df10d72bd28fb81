import { inspectImage } from '../picture/inspect.ts';
import { paint } from '../picture/paint.ts';
import type { BackendApp, Exchange } from '../world/backend.ts';
import * as blobs from './blobs.ts';
import { nsfwLevels, retentionMs } from './facts.ts';
import { problem } from './problem.ts';
import { renderBlob } from './render.ts';
import { authenticate } from './request.ts';
import type { CivitaiState } from './state.ts';
import type { Account, StoredBlob } from './workflow.ts';

const folder = blobs.blobFolder;

/** Of files that can be brought (client library of the service, 2026-08-20). */
const uploadTypes = ['image/jpeg', 'image/png', 'image/webp'];

/** Files: getting them by signed address or with a key, by a redirect to their content; and bringing them. */
export function addBlobRoutes(app: BackendApp, state: CivitaiState): void {
  const { world } = state;

  app.get(`${folder}/upload`, context => {
    const { site } = context.env.exchange;
    const { userId } = authenticate(state, context.env.exchange);
    const { url, urlExpiresAt: expiresAt } = blobs.signUrl(state, site, uploadPath(userId));
    const query = `${new URL(url).search}&user=${userId}`;
    return context.json({ uploadUrl: `${site.url('api', folder)}${query}`, expiresAt });
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
    const blob = blobs.addBlob(state, {
      id: `${world.uuid().replaceAll('-', '').toUpperCase()}.${type.slice('image/'.length)}`,
      owner,
      ...image,
      nsfwLevel: 'pg',
      available: true,
      expiresAt: world.now() + retentionMs,
      isWithheld: () => false,
      delivered: () => {},
      bytes: () => Promise.resolve(bytes),
    });
    return context.json(renderBlob(state, blob, exchange), 201);
  });

  app.get(`${folder}/content/:token`, async context => {
    const { exchange } = context.env;
    if (exchange.effect('expire') !== undefined) throw problem(401, 'The address has expired.');
    const { blob, facts } = blobs.contentBlob(state, context.req.param('token'));
    const isDownload = facts.get('download') === 'true';
    const filename = facts.get('filename') ?? (isDownload ? blob.id : undefined);
    const disposition = `${isDownload ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(filename ?? '')}`;
    const bytes = await blob.bytes();
    exchange.whenDelivered(blob.delivered);
    return context.body(bytes, 200, {
      'content-type': blob.type,
      'cache-control': 'public, max-age=86400',
      ...(filename === undefined ? {} : { 'content-disposition': disposition }),
    });
  });

  // Always 403, with a placeholder of the image's size.
  app.get(`${folder}/blocked/:token`, async context => {
    const facts = blobs.readToken(state, context.req.param('token'));
    if (facts === undefined) throw problem(401);
    const size = { width: Number(facts.get('width')), height: Number(facts.get('height')) };
    const prompt = 'This image is withheld';
    const bytes = await paint({ prompt, index: 0, model: 'civitai', ...size, format: 'jpeg' });
    return context.body(bytes, 403, { 'content-type': 'image/jpeg' });
  });

  app.get(`${folder}/:blobId`, context => {
    const { exchange } = context.env;
    const { method, query } = exchange.request;
    const isSigned = query['sig'] !== undefined;
    const id = context.req.param('blobId');
    if (isSigned && exchange.effect('expire') !== undefined) throw problem(403, 'The address has expired.');
    const path = blobs.blobPath(id);
    const blob = isSigned ? blobs.signedBlob(state, path, query) : findOwn(state, exchange, id);
    if (method === 'HEAD') return context.body(null, 204);
    // The caller may name the most that it wants to see.
    const most = nsfwLevels.findIndex(level => level === query['nsfwLevel']?.toLowerCase());
    if (query['nsfwLevel'] !== undefined && nsfwLevels.indexOf(blob.nsfwLevel) > most) throw problem(403);
    const location = contentUrl(state, exchange, blob);
    // The OpenAPI document has 308; signed addresses of the live service answer 301 with a relative address.
    if (!isSigned) return context.body(null, 308, { location });
    return context.body(null, 301, { location: new URL(location).pathname });
  });

  app.post(`${folder}/:blobId/refresh`, context => {
    const { exchange } = context.env;
    const blob = findOwn(state, exchange, context.req.param('blobId'));
    blob.expiresAt = world.now() + retentionMs;
    return context.json(renderBlob(state, blob, exchange));
  });
}

/** The token has what the caller wishes, too: a file name, a download. */
function contentUrl(state: CivitaiState, { site, request }: Exchange, blob: StoredBlob): string {
  const until = String(state.world.now() + state.settings.urlLifetimeMs);
  const [kind, facts] = blob.isWithheld()
    ? ['blocked', { width: String(blob.width), height: String(blob.height) }]
    : ['content', { ...request.query, id: blob.id, until }];
  return site.url('content', `${folder}/${kind}/${blobs.toToken(state, facts)}`);
}

function findOwn(state: CivitaiState, exchange: Exchange, id: string): StoredBlob {
  const account = authenticate(state, exchange);
  const blob = blobs.keptBlob(state, id);
  if (blob.owner !== account) throw problem(404);
  return blob;
}

function uploader(state: CivitaiState, exchange: Exchange): Account {
  const { query } = exchange.request;
  if (query['sig'] === undefined) return authenticate(state, exchange);
  const owner = [...state.accounts.values()].find(({ userId }) => String(userId) === query['user']);
  const verdict = blobs.checkSignature(state, uploadPath(owner?.userId ?? 0), query);
  if (owner === undefined || verdict !== 'valid')
    throw problem(401, 'The upload address has expired or was changed.');
  return owner;
}

function uploadPath(userId: number): string {
  return `${folder}/upload/${userId}`;
}

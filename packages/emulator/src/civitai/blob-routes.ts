import type { Context } from 'hono';
import type { BackendApp, BackendEnvironment, Exchange } from '../world/backend.ts';
import { checkSignature, fromToken, type StoredBlob, toToken } from './blob.ts';
import { nsfwLevels, retentionMs } from './facts.ts';
import { wordOf } from './json.ts';
import { paint } from '../picture/paint.ts';
import { problem } from './problem.ts';
import { blobPath, renderBlob } from './render.ts';
import { authenticate } from './request.ts';
import type { CivitaiState } from './state.ts';

const folder = '/v2/consumer/blobs';

/** Getting files: by signed address or with a key, then by a redirect to an address of their content. */
export function addBlobRoutes(app: BackendApp, state: CivitaiState): void {
  app.get(`${folder}/content/:token`, context => answerContent(state, context, context.req.param('token')));
  app.get(`${folder}/blocked/:token`, context => answerBlocked(state, context.req.param('token')));

  app.get(`${folder}/:blobId`, context => {
    const { exchange } = context.env;
    const isSigned = exchange.request.query['sig'] !== undefined;
    const blob = isSigned
      ? findSigned(state, exchange, context.req.param('blobId'))
      : findOwn(state, exchange, context.req.param('blobId'));
    if (!blob.available) throw problem(404);
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
    blob.expiresAt = state.world.now() + retentionMs;
    return context.json(renderBlob(state, blob, { site: exchange.site, hideMature: false }));
  });
}

async function answerContent(
  state: CivitaiState,
  { env: { exchange } }: Context<BackendEnvironment>,
  token: string,
): Promise<Response> {
  if (exchange.effect('expire') !== undefined) throw problem(401, 'The address has expired.');
  const facts = fromToken(state.signer, token);
  if (facts === undefined) throw problem(400, 'The token is not valid.');
  const blob = state.blobs.get(facts.get('id') ?? '');
  if (blob === undefined) throw problem(404);
  if (Number(facts.get('until')) <= state.world.now()) throw problem(401, 'The address has expired.');
  const name = facts.get('filename');
  const disposition = facts.get('download') === 'true' ? 'attachment' : 'inline';
  const bytes = await blob.bytes();
  exchange.whenDelivered(blob.delivered);
  return new Response(bytes, {
    headers: {
      'content-type': blob.type,
      'cache-control': 'public, max-age=86400',
      ...(name === null && disposition === 'inline'
        ? {}
        : {
            'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name ?? blob.id)}`,
          }),
    },
  });
}

/** Always 403, with a placeholder of the image's size. */
async function answerBlocked(state: CivitaiState, token: string): Promise<Response> {
  const facts = fromToken(state.signer, token);
  if (facts === undefined) throw problem(401);
  const [width, height] = [Number(facts.get('width')), Number(facts.get('height'))];
  const placeholder = { prompt: 'This image is withheld', index: 0, model: 'civitai', width, height };
  const bytes = await paint({ ...placeholder, format: 'jpeg' });
  return new Response(bytes, { status: 403, headers: { 'content-type': 'image/jpeg' } });
}

function contentUrl(state: CivitaiState, { site, request }: Exchange, blob: StoredBlob): string {
  const { filename, download } = request.query;
  if (blob.isWithheld()) {
    const size = { width: String(blob.width), height: String(blob.height) };
    return site.url('content', `${folder}/blocked/${toToken(state.signer, size)}`);
  }
  const until = String(state.world.now() + state.settings.urlLifetimeMs);
  const facts = {
    id: blob.id,
    until,
    ...(filename === undefined ? {} : { filename }),
    ...(download === undefined ? {} : { download }),
  };
  return site.url('content', `${folder}/content/${toToken(state.signer, facts)}`);
}

function findSigned(state: CivitaiState, exchange: Exchange, id: string): StoredBlob {
  const { sig = '', exp = '' } = exchange.request.query;
  if (exchange.effect('expire') !== undefined) throw problem(403, 'The address has expired.');
  const verdict = checkSignature(state.signer, blobPath(id), { sig, exp }, state.world.now());
  if (verdict === 'invalid') throw problem(401, 'The signature is not valid.');
  if (verdict === 'expired') throw problem(403, 'The address has expired.');
  return findKept(state, id);
}

/** A file of the caller. */
function findOwn(state: CivitaiState, exchange: Exchange, id: string): StoredBlob {
  const account = authenticate(state, exchange);
  const blob = findKept(state, id);
  if (blob.owner !== account) throw problem(404);
  return blob;
}

function findKept(state: CivitaiState, id: string): StoredBlob {
  const blob = state.blobs.get(id);
  if (blob === undefined || blob.expiresAt <= state.world.now()) throw problem(404);
  return blob;
}

/** The caller may name the most that it wants to see. */
function checkLevel(blob: StoredBlob, limit: string | undefined): void {
  if (limit === undefined) return;
  const most = wordOf(nsfwLevels, limit.toLowerCase());
  if (most === undefined || nsfwLevels.indexOf(blob.nsfwLevel) > nsfwLevels.indexOf(most)) throw problem(403);
}

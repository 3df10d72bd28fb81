import type { BackendApp, Exchange } from '../world/backend.ts';
import { inspectImage } from '../picture/inspect.ts';
import type { Account } from './account.ts';
import { checkSignature, signUrl } from './blob.ts';
import { retentionMs, uploadTypes } from './facts.ts';
import { problem } from './problem.ts';
import { renderBlob } from './render.ts';
import { accountOf, addBlob, type CivitaiState } from './state.ts';
import { authenticate } from './request.ts';

const folder = '/v2/consumer/blobs';

/** Bringing files: the raw bytes, with a key or to an address that was signed before. */
export function addUploadRoutes(app: BackendApp, state: CivitaiState): void {
  app.get(`${folder}/upload`, context => {
    const { exchange } = context.env;
    const { userId } = authenticate(state, exchange);
    const lifetime = state.world.now() + state.settings.urlLifetimeMs;
    const { url, expiresAt } = signUrl(state.signer, exchange.site, uploadPath(userId), lifetime);
    const uploadUrl = new URL(exchange.site.url('api', folder));
    uploadUrl.search = new URL(url).search;
    uploadUrl.searchParams.set('user', String(userId));
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
    const blob = {
      id: `${state.world.uuid().replaceAll('-', '').toUpperCase()}.${type.slice('image/'.length)}`,
      owner,
      ...image,
      nsfwLevel: 'pg',
      available: true,
      expiresAt: state.world.now() + retentionMs,
      isWithheld: () => false,
      delivered: () => {},
      bytes: () => Promise.resolve(bytes),
    } as const;
    addBlob(state, blob);
    return context.json(renderBlob(state, blob, { site: exchange.site, hideMature: false }), 201);
  });
}

function uploader(state: CivitaiState, exchange: Exchange): Account {
  const { sig, exp = '', user = '' } = exchange.request.query;
  if (sig === undefined) return authenticate(state, exchange);
  const verdict = checkSignature(state.signer, uploadPath(Number(user)), { sig, exp }, state.world.now());
  const owner = [...state.accounts.values()].find(({ userId }) => String(userId) === user);
  if (verdict !== 'valid' || owner === undefined)
    throw problem(401, 'The upload address has expired or was changed.');
  return accountOf(state, owner.apiKey);
}

/** What the signature of an upload address covers. */
function uploadPath(userId: number): string {
  return `${folder}/upload/${userId}`;
}

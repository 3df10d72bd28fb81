import { type PixelSize, pixelSize, pixelSizeLike } from '../picture/pixel-size.ts';
import type { Picture } from '../picture/store.ts';
import type { Bill } from '../world/ledger.ts';
import { hash } from '../world/random.ts';
import type { Site } from '../world/request.ts';
import type { StorageOptions } from './body.ts';
import { attempt } from '../world/refusal.ts';
import { renderPublicLink } from './files.ts';
import { priceOf } from './models.ts';
import type { Moderation } from './moderation.ts';
import type { Service } from './service.ts';
import { type LoadedSource, loadSources, picturePath } from './sources.ts';
import type { Order } from './validate.ts';

/** A request that is billed, whatever becomes of its images. */
export interface Billed {
  readonly order: Order;
  readonly sources: readonly LoadedSource[];
  readonly bill: Bill;
  readonly cost: number;
  readonly moderation: Moderation | undefined;
}

/** Loads the sources of an order, and bills it. Once the price is on the ledger, nothing takes it off again. */
export async function bill(
  service: Service,
  order: Order,
  { requestId, site }: { readonly requestId: string; readonly site: Site },
  moderate: (prompt: string) => Moderation | undefined,
): Promise<Billed> {
  const { account, body, isEdit, model, n: images } = order;
  const sources = await loadSources(service, site, order);
  const moderation = moderate(body.prompt);
  const cost = images * priceOf(model, isEdit, body) + sources.length * model.row.inputPrice;
  const charge = service.world.charge({
    backend: service.profile.name,
    model: model.row.id,
    requestId,
    apiKey: account.apiKey,
    operation: isEdit ? 'edit' : 'generate',
    prompt: body.prompt,
    images,
    cost,
    unit: 'ticks',
  });
  return { order, sources, bill: charge, cost, moderation };
}

export type ImageFormat = 'url' | 'b64_json';

/** The images of a request; all of them are billed, not all of them necessarily there. */
export interface Made {
  /** Base64 has reached the caller with the answer itself. */
  delivered(): void;
  /** The answer, with links for who asks. */
  show(asker: Site, format: ImageFormat): Promise<object>;
}

export interface Circumstances {
  readonly dropped?: number;
  readonly storageError?: string | undefined;
  /** Milliseconds since 1970, now by default: from then on URLs live. */
  readonly finishedAt?: number;
}

export async function make(
  service: Service,
  billed: Billed,
  { dropped = 0, storageError, finishedAt: at = service.world.now() }: Circumstances = {},
): Promise<Made> {
  const { order, moderation, cost } = billed;
  const { row } = order.model;
  const most = moderation?.shape === 'empty' ? 0 : Math.min(order.n, row.delivers?.images ?? order.n);
  const images = await Promise.all(
    Array.from({ length: Math.max(0, most - dropped) }, (_, index) =>
      makeImage(service, billed, { index, at, storageError }),
    ),
  );
  return {
    delivered: () => images.forEach(({ picture }) => picture?.delivered()),
    async show(asker, format) {
      const data = await Promise.all(images.map(({ show }) => show(asker, format)));
      if (service.profile.isGateway) return { created: Math.floor(at / 1000), data };
      return { data, usage: { cost_in_usd_ticks: cost }, model: row.id };
    },
  };
}

interface MadeImage {
  readonly picture?: Picture;
  readonly show: Made['show'];
}

async function makeImage(
  service: Service,
  { order, sources, bill: charge, moderation }: Billed,
  { index, at, storageError }: { index: number; at: number; storageError: string | undefined },
): Promise<MadeImage> {
  const isFlagged = moderation?.shape === 'flag';
  if (isFlagged && moderation.refuses(index))
    return { show: async () => ({ url: null, respect_moderation: false }) };
  const { profile } = service;
  const { images, urlLifetimeMs, revisedPrompts } = service.world.options;
  const { prompt, output, storage_options: storage } = order.body;
  const recipe = {
    prompt,
    index,
    model: order.model.row.id,
    format: images.format,
    sources: sources.map(source => source.bytes),
    ...sizeOf(order, sources),
  };
  const picture = service.pictures.add(recipe, at + urlLifetimeMs, () => charge.deliver(index));
  const embellishment = embellishments[(hash(prompt) + index) % embellishments.length] ?? '';
  const uploadUrl = output?.upload_urls[index];
  const uploadError = uploadUrl === undefined ? undefined : await uploadImage(service, uploadUrl, picture);
  const showStored = storage && storeImage(service, order, picture, storage, storageError);
  return {
    picture,
    show: async (asker, format) => ({
      ...(format === 'b64_json'
        ? { b64_json: Buffer.from(await picture.bytes()).toString('base64') }
        : { url: uploadUrl ?? asker.url('content', picturePath(`${picture.id}.${recipe.format}`)) }),
      mime_type: profile.showsMimeType ? picture.type : undefined,
      revised_prompt:
        revisedPrompts && profile.showsRevisedPrompt ? `${prompt}, ${embellishment}` : undefined,
      respect_moderation: isFlagged || undefined,
      ...showStored?.(asker),
      ...(uploadError && { storage_error: uploadError }),
    }),
  };
}

/** Ratios that `auto` chooses from when there is no source image; which one depends on the prompt. */
const automaticRatios = ['1:1', '3:2', '2:3', '16:9', '4:3', '3:4'] as const;

/** One source decides the shape; of several the first does, unless a ratio is given (docs.x.ai, image editing guide). */
function sizeOf({ body, isEdit, model }: Order, sources: readonly LoadedSource[]): PixelSize {
  const { prompt, aspect_ratio: asked = 'auto', resolution: askedResolution = '1k' } = body;
  const { aspectRatio: ratio = asked, resolution = askedResolution } = model.row.delivers ?? {};
  const [first] = sources;
  if (isEdit && first !== undefined && (sources.length === 1 || ratio === 'auto')) {
    return pixelSizeLike(first, resolution);
  }
  const automatic = automaticRatios[hash(prompt) % automaticRatios.length] ?? '1:1';
  return pixelSize(ratio === 'auto' ? automatic : ratio, resolution);
}

const embellishments = [
  'in soft natural light, with fine detail and a calm, balanced composition',
  'seen from a low angle at golden hour, with long shadows and rich colours',
  'as a wide establishing shot with atmospheric depth and gentle film grain',
  'in close-up, with shallow depth of field and crisp textures',
];

/** Keeps a picture in the Files API; gives what an answer says of it. A failure does not fail the request. */
function storeImage(
  { files }: Service,
  { account, n }: Order,
  picture: Picture,
  { filename: name, expires_after: expiresAfter, public_url: publicUrl }: StorageOptions,
  error: string | undefined,
): (asker: Site) => object {
  if (error !== undefined) return () => ({ storage_error: error });
  const file = files.add({
    apiKey: account.apiKey,
    // How xAI names several files of one request is not published: `cat.jpeg` becomes `cat-2.jpeg`.
    filename: n === 1 ? name : name.replace(/(\.[^.]+)?$/, `-${picture.recipe.index + 1}$1`),
    purpose: 'image_generation',
    type: picture.type,
    read: () => picture.bytes(),
    expiresAfter,
  });
  const { id: file_id, filename, expiresAt: expires_at } = file;
  const lifetime = typeof publicUrl === 'object' ? publicUrl.expires_after : undefined;
  // With too many public links, the file is there all the same.
  const outcome = publicUrl ? attempt(() => files.publish(file, lifetime)) : undefined;
  const public_url_error = outcome?.reason;
  return asker => ({
    file_output: { file_id, filename, expires_at, ...renderPublicLink(file, asker), public_url_error },
  });
}

/** How long xAI waits for an upload is not published. */
const uploadTimeoutMs = 30_000;

async function uploadImage({ world }: Service, url: string, picture: Picture): Promise<string | undefined> {
  const body = await picture.bytes();
  try {
    const response = await world.fetch(url, {
      method: 'PUT',
      headers: { 'content-type': picture.type },
      body,
      signal: AbortSignal.any([world.signal, AbortSignal.timeout(uploadTimeoutMs)]),
    });
    await response.body?.cancel();
    if (!response.ok) return `Failed to upload the image: status ${response.status}.`;
    picture.delivered();
    return undefined;
  } catch (error) {
    // The host of the upload URL is the caller's; that it cannot be reached is part of the answer.
    return `Failed to upload the image: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

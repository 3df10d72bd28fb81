import type { Bill } from '../world/ledger.ts';
import { type PixelSize, pixelSize, pixelSizeLike } from '../picture/pixel-size.ts';
import type { Picture } from '../picture/store.ts';
import { hash } from '../world/random.ts';
import type { StorageOptions } from './body.ts';
import { Refusal } from './errors.ts';
import { renderPublicLink, type StoredFile } from './files.ts';
import type { Moderation } from './moderation.ts';
import { type LoadedSource, picturePath } from './sources.ts';
import type { Service } from './service.ts';
import type { Order } from './validate.ts';
import type { Site } from '../world/request.ts';
import type { XaiProfile } from './profile.ts';

/** The outcome of one request, before it is written down in the caller's terms. */
export interface Made {
  readonly images: readonly MadeImage[];
  /** In ticks. */
  readonly cost: number;
  /** The id of the model that served. */
  readonly model: string;
  readonly at: number;
}

export interface MadeImage {
  readonly picture?: Picture;
  readonly revisedPrompt?: string | undefined;
  /** Present in answers in which moderation flagged something. */
  readonly respectsModeration?: boolean | undefined;
  readonly upload?: { readonly url: string; readonly error?: string | undefined } | undefined;
  readonly stored?: StoredImage | undefined;
}

/** A picture in the Files API, or why it is not there. */
export type StoredImage =
  | { readonly file: StoredFile; readonly publicUrlError?: string | undefined }
  | { readonly error: string };

export interface MakeOptions {
  readonly order: Order;
  readonly sources: readonly LoadedSource[];
  readonly bill: Bill;
  readonly moderation?: Moderation | undefined;
  readonly dropped: number;
  readonly storageError?: string | undefined;
  /** In ticks. */
  readonly cost: number;
  /** Milliseconds since 1970, now by default: from then on URLs live. */
  readonly finishedAt?: number;
}

/** Makes the images of one request: all of them billed, not all of them necessarily delivered. */
export async function make(service: Service, options: MakeOptions): Promise<Made> {
  const { order, moderation, dropped, cost, finishedAt: at = service.world.now() } = options;
  const { row } = order.model;
  const made =
    moderation?.shape === 'empty' ? 0 : Math.min(order.n, row.delivers?.images ?? order.n) - dropped;
  const images = Array.from({ length: Math.max(0, made) }, (_, index) =>
    makeImage(service, options, index, at),
  );
  return { images: await Promise.all(images), cost, model: row.id, at };
}

async function makeImage(
  service: Service,
  { order, sources, bill, moderation, storageError }: MakeOptions,
  index: number,
  at: number,
): Promise<MadeImage> {
  const isFlagged = moderation?.shape === 'flag';
  if (isFlagged && moderation.refuses(index)) return { respectsModeration: false };
  const { world, pictures, profile } = service;
  const { prompt, output, storage_options: storage } = order.body;
  const recipe = {
    prompt,
    index,
    model: order.model.row.id,
    format: world.options.images.format,
    sources: sources.map(source => source.bytes),
    ...sizeOf(order, sources),
  };
  const picture = pictures.add(recipe, at + world.options.urlLifetimeMs, () => bill.deliver(index));
  const uploadUrl = output?.upload_urls[index];
  const showsPrompt = world.options.revisedPrompts && profile.showsRevisedPrompt;
  return {
    picture,
    revisedPrompt: showsPrompt ? revise(prompt, index) : undefined,
    respectsModeration: isFlagged || undefined,
    upload: uploadUrl === undefined ? undefined : await uploadImage(service, uploadUrl, picture),
    stored: storage && storeImage(service, order, picture, storage, storageError),
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

function revise(prompt: string, index: number): string {
  return `${prompt}, ${embellishments[(hash(prompt) + index) % embellishments.length] ?? ''}`;
}

/** Keeps a picture in the Files API. A failure does not fail the request. */
function storeImage(
  { files }: Service,
  { account, n }: Order,
  picture: Picture,
  { filename, expires_after: expiresAfter, public_url: publicUrl }: StorageOptions,
  error: string | undefined,
): StoredImage {
  if (error !== undefined) return { error };
  const file = files.add({
    apiKey: account.apiKey,
    // How xAI names several files of one request is not published: `cat.jpeg` becomes `cat-2.jpeg`.
    filename: n === 1 ? filename : filename.replace(/(\.[^.]+)?$/, `-${picture.recipe.index + 1}$1`),
    purpose: 'image_generation',
    type: picture.type,
    read: () => picture.bytes(),
    expiresAfter,
  });
  try {
    if (publicUrl) files.publish(file, typeof publicUrl === 'object' ? publicUrl.expires_after : undefined);
    return { file };
  } catch (refusal) {
    // Too many public links: the file is there all the same, and the answer says why it is not public.
    if (!(refusal instanceof Refusal)) throw refusal;
    return { file, publicUrlError: refusal.reason };
  }
}

/** How long xAI waits for an upload is not published. */
const uploadTimeoutMs = 30_000;

async function uploadImage({ world }: Service, url: string, picture: Picture): Promise<MadeImage['upload']> {
  const body = await picture.bytes();
  try {
    const response = await world.fetch(url, {
      method: 'PUT',
      headers: { 'content-type': picture.type },
      body,
      signal: AbortSignal.any([world.signal, AbortSignal.timeout(uploadTimeoutMs)]),
    });
    await response.body?.cancel();
    if (!response.ok) return { url, error: `Failed to upload the image: status ${response.status}.` };
    picture.delivered();
    return { url };
  } catch (error) {
    // The host of the upload URL is the caller's; that it cannot be reached is part of the answer.
    const reason = error instanceof Error ? error.message : String(error);
    return { url, error: `Failed to upload the image: ${reason}.` };
  }
}

export type ImageFormat = 'url' | 'b64_json';

export async function renderAnswer(
  { isGateway, showsMimeType }: XaiProfile,
  { images, cost, model, at }: Made,
  site: Site,
  format: ImageFormat,
): Promise<object> {
  return {
    ...(isGateway ? { created: Math.floor(at / 1000) } : {}),
    data: await Promise.all(images.map(image => renderImage(image, site, format, showsMimeType))),
    ...(isGateway ? {} : { usage: { cost_in_usd_ticks: cost }, model }),
  };
}

async function renderImage(
  { picture, revisedPrompt, respectsModeration, upload, stored }: MadeImage,
  site: Site,
  format: ImageFormat,
  showsType: boolean,
): Promise<object> {
  if (picture === undefined) return { url: null, respect_moderation: respectsModeration };
  return {
    ...(format === 'b64_json'
      ? { b64_json: Buffer.from(await picture.bytes()).toString('base64') }
      : { url: upload?.url ?? site.url('content', picturePath(picture.id, `.${picture.recipe.format}`)) }),
    mime_type: showsType ? picture.type : undefined,
    revised_prompt: revisedPrompt,
    respect_moderation: respectsModeration,
    ...(stored && renderStored(stored, site)),
    ...(upload?.error && { storage_error: upload.error }),
  };
}

function renderStored(stored: StoredImage, site: Site): object {
  if ('error' in stored) return { storage_error: stored.error };
  const { file, publicUrlError } = stored;
  const { id: file_id, filename, expiresAt: expires_at } = file;
  const link = renderPublicLink(file, site);
  return { file_output: { file_id, filename, expires_at, ...link, public_url_error: publicUrlError } };
}

import type { Bill } from '../world/ledger.ts';
import { type PixelSize, pixelSize, pixelSizeLike } from '../picture/pixel-size.ts';
import { hash } from '../world/random.ts';
import type { Moderation } from './moderation.ts';
import type { LoadedSource } from './sources.ts';
import type { Service } from './service.ts';
import type { MadeImage } from './made.ts';
import { storeImage, uploadImage } from './storage.ts';
import type { Order } from './validate.ts';

export interface MakeOptions {
  readonly order: Order;
  readonly sources: readonly LoadedSource[];
  readonly bill: Bill;
  readonly moderation?: Moderation | undefined;
  /** How many images are lost, by script. */
  readonly dropped: number;
  /** Why storing fails, by script. */
  readonly storageError?: string | undefined;
  /** Milliseconds since 1970, now by default: from then on URLs live. */
  readonly finishedAt?: number;
}

/** Makes the images of one request: all of them billed, not all of them necessarily delivered. */
export async function makeImages(service: Service, options: MakeOptions): Promise<readonly MadeImage[]> {
  const { order, moderation, dropped } = options;
  if (moderation?.shape === 'empty') return [];
  const made = Math.min(order.n, order.model.row.delivers?.images ?? order.n);
  const count = Math.max(0, made - dropped);
  return Promise.all(Array.from({ length: count }, (_, index) => makeImage(service, options, index)));
}

async function makeImage(
  service: Service,
  { order, sources, bill, moderation, storageError, finishedAt }: MakeOptions,
  index: number,
): Promise<MadeImage> {
  if (moderation?.shape === 'flag' && moderation.refuses(index)) return { index, respectsModeration: false };
  const { world, pictures, profile } = service;
  const showsPrompt = world.options.revisedPrompts && profile.showsRevisedPrompt;
  const { prompt, output, storage_options: storage } = order.body;
  const recipe = {
    prompt,
    index,
    model: order.model.row.id,
    format: world.options.images.format,
    sources: sources.map(source => source.bytes),
    ...sizeOf(order, sources),
  };
  const expiresAt = (finishedAt ?? world.now()) + world.options.urlLifetimeMs;
  const picture = pictures.add(recipe, expiresAt, () => bill.deliver(index));
  const uploadUrl = output?.upload_urls[index];
  return {
    index,
    picture,
    ...(showsPrompt ? { revisedPrompt: revise(prompt, index) } : {}),
    ...(moderation?.shape === 'flag' ? { respectsModeration: true } : {}),
    ...(uploadUrl === undefined ? {} : { upload: await uploadImage(service, uploadUrl, picture) }),
    ...(storage === undefined ? {} : { stored: storeImage(service, order, picture, storage, storageError) }),
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

/** A prompt as a rewriting model might return it. */
function revise(prompt: string, index: number): string {
  return `${prompt}, ${embellishments[(hash(prompt) + index) % embellishments.length] ?? ''}`;
}

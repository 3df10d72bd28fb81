import {
  invalidArgument,
  fromImageString,
  resolveShape,
  toImageUrl,
  type ImageRequest,
  type ImageWarning,
} from '@grok-image/core';
import type { GatewayProfile } from './gateway.ts';
import { modelOf, ratiosOfVersion2, type XaiModel } from './models.ts';
import type { XaiImageOptions, XaiStorageOptions } from './options.ts';

/** A source image on the wire: an address or data URL, or an id of the Files API. */
type ImageReference = { url: string } | { file_id: string };

/** The body of `POST /images/generations` and, with `image` or `images`, of `POST /images/edits`. */
export interface XaiRequestBody {
  model: string;
  prompt: string;
  n: number;
  image?: ImageReference | undefined;
  images?: ImageReference[] | undefined;
  aspect_ratio?: string | undefined;
  resolution?: string | undefined;
  quality?: string | undefined;
  response_format?: string | undefined;
  deferred?: boolean | undefined;
  output?: { upload_urls: string[] } | undefined;
  storage_options?: object | undefined;
  user?: string | undefined;
}

/** One request, ready to be sent. */
export interface XaiRequest {
  readonly path: '/images/generations' | '/images/edits';
  readonly body: XaiRequestBody;
  readonly warnings: readonly ImageWarning[];
}

/**
 * Maps one request of the core to xAI's wire format. Does no IO.
 *
 * @throws InvalidArgumentError for what the service would refuse, before anything is sent
 */
export function toRequest(
  request: ImageRequest,
  options: XaiImageOptions,
  { modelId, profile }: { modelId: string; profile: GatewayProfile },
): XaiRequest {
  if (request.prompt === undefined)
    throw invalidArgument('prompt', undefined, `a text; ${profile.name} edits need one too`);
  if (request.n > profile.maxImagesPerRequest) {
    throw invalidArgument('n', request.n, `at most ${profile.maxImagesPerRequest} in one request`);
  }
  if (options.requestId !== undefined && request.total > request.n) {
    const accepted = `at most ${profile.maxImagesPerRequest} with providerOptions.xai.requestId, which collects one job`;
    throw invalidArgument('n', request.total, accepted);
  }
  const model = modelOf(modelId);
  const sources = toReferences(request, options, profile);
  const shape = toShape(request, options, model, sources.length);
  const quality = toQuality(options, model, modelId);
  const [only] = sources;
  return {
    path: sources.length > 0 ? '/images/edits' : '/images/generations',
    body: {
      model: modelId,
      prompt: request.prompt,
      n: request.n,
      image: sources.length === 1 ? only : undefined,
      images: sources.length > 1 ? sources : undefined,
      aspect_ratio: shape.aspectRatio,
      resolution: shape.resolution,
      quality: quality.sent,
      response_format: options.responseFormat ?? 'url',
      deferred: options.deferred || undefined,
      output: toOutput(request, options.uploadUrls),
      storage_options: options.storage && toStorage(options.storage),
      user: options.user,
    },
    warnings: [
      ...shape.warnings,
      ...quality.warnings,
      ...(model.deprecated
        ? [{ type: 'deprecated' as const, setting: 'modelId', message: model.deprecated }]
        : []),
    ],
  };
}

function toReferences(
  request: ImageRequest,
  options: XaiImageOptions,
  { maxSources, name }: GatewayProfile,
): ImageReference[] {
  const images = (options.images ?? []).map((image, index) =>
    fromImageString(image, `providerOptions.xai.images[${index}]`),
  );
  const references: ImageReference[] = [
    ...[...request.sources, ...images].map(source => ({ url: toImageUrl(source) })),
    ...(options.fileIds ?? []).map(fileId => ({ file_id: fileId })),
  ];
  if (references.length > maxSources) {
    const accepted =
      maxSources === 0 ? `no source images; ${name} offers no edits` : `at most ${maxSources} source images`;
    throw invalidArgument('files', references, accepted);
  }
  return references;
}

interface RequestShape {
  readonly aspectRatio: string | undefined;
  readonly resolution: string | undefined;
  readonly warnings: readonly ImageWarning[];
}

function toShape(
  request: ImageRequest,
  options: XaiImageOptions,
  model: XaiModel,
  sources: number,
): RequestShape {
  const shape = sources === 1 ? keepShape(request, options) : chooseShape(request, options, model);
  if (shape.resolution !== '1.5k') return shape;
  const details = '1.5k stands in the API description only; its price and pixel size are not published.';
  const warning: ImageWarning = { type: 'compatibility', feature: 'resolution', details };
  return { ...shape, warnings: [...shape.warnings, warning] };
}

function chooseShape(
  { aspectRatio: callRatio, size }: ImageRequest,
  { aspectRatio: optionRatio, resolution }: XaiImageOptions,
  model: XaiModel,
): RequestShape {
  const aspectRatio = callRatio ?? optionRatio;
  // An unknown model may know ratios that we do not, but nobody asks for the ratio of a size by its name.
  const ratios = model.ratios ?? (aspectRatio === undefined ? ratiosOfVersion2 : undefined);
  // A resolution of the options wins, so the size must not say that another one was sent.
  const shape = resolveShape({ aspectRatio, size }, { ratios, resolutions: resolution === undefined });
  const details = `The call's ${callRatio} was used, not ${optionRatio} of providerOptions.xai.aspectRatio.`;
  const overridden = callRatio && optionRatio && callRatio !== optionRatio;
  return {
    aspectRatio: shape.aspectRatio,
    resolution: resolution ?? shape.resolution,
    warnings: [
      ...shape.warnings,
      ...(overridden ? [{ type: 'compatibility' as const, feature: 'aspectRatio', details }] : []),
    ],
  };
}

/** What the service does with a ratio here is undocumented; the API description says not to set it (2026-10). */
function keepShape(
  { aspectRatio: callRatio, size }: ImageRequest,
  { aspectRatio: optionRatio, resolution: optionResolution }: XaiImageOptions,
): RequestShape {
  const warnings: ImageWarning[] = [];
  const aspectRatio = callRatio ?? optionRatio;
  const isAutomatic = aspectRatio === 'auto';
  if (aspectRatio !== undefined && !isAutomatic) {
    const details = `An edit of one image keeps the shape of that image; ${aspectRatio} was not sent.`;
    warnings.push({ type: 'unsupported', feature: 'aspectRatio', details });
  }
  const tier = resolveShape({ aspectRatio: undefined, size }, { ratios: undefined, resolutions: true });
  const resolution = optionResolution ?? tier.resolution;
  if (size !== undefined) {
    const details = `An edit of one image keeps the shape of that image; for ${size}, resolution ${resolution} was sent.`;
    warnings.push({ type: 'compatibility', feature: 'size', details });
  }
  return { aspectRatio: isAutomatic ? aspectRatio : undefined, resolution, warnings };
}

function toQuality(
  { quality }: XaiImageOptions,
  model: XaiModel,
  modelId: string,
): { sent: string | undefined; warnings: ImageWarning[] } {
  if (quality === undefined) return { sent: undefined, warnings: [] };
  if (!model.hasQuality) {
    const details = `${modelId} has one quality; '${quality}' was not sent.`;
    return { sent: undefined, warnings: [{ type: 'unsupported', feature: 'quality', details }] };
  }
  if (quality !== 'high') return { sent: quality, warnings: [] };
  const details = "'high' was sent, but xAI publishes neither its meaning nor its price.";
  return { sent: quality, warnings: [{ type: 'compatibility', feature: 'quality', details }] };
}

function toOutput(
  { n, offset, total }: ImageRequest,
  uploadUrls: string[] | undefined,
): { upload_urls: string[] } | undefined {
  if (uploadUrls === undefined) return undefined;
  if (uploadUrls.length !== total) {
    throw invalidArgument(
      'providerOptions.xai.uploadUrls',
      uploadUrls,
      `one address an image, ${total} in all`,
    );
  }
  return { upload_urls: uploadUrls.slice(offset, offset + n) };
}

function toStorage({ filename, expiresAfter, publicUrl }: XaiStorageOptions): object {
  return {
    filename,
    expires_after: expiresAfter,
    public_url: typeof publicUrl === 'object' ? { expires_after: publicUrl.expiresAfter } : publicUrl,
  };
}

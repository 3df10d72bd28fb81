import {
  invalidArgument,
  invalidArgumentInWords,
  toImageUrl,
  toSourceImage,
  type ImageParameters,
  type UploadTarget,
  type ImageWarning,
} from '@grok-image/core';
import { checkReachable, fileField, type Fetcher } from '@grok-image/core/internal';
import {
  gatewayOptions,
  maxImagesOf,
  responseFormats,
  rulesOf,
  type XaiGatewayProfile,
} from '../gateways/profile.ts';
import type { XaiModelRules } from '../gateways/models.ts';
import type { XaiService } from '../service/send.ts';
import { baseUrlOf } from '../service/transport.ts';
import type { ReadOptions } from './options.ts';
import { toShape } from './shape.ts';
import { toSlipWarnings } from './unknown-model.ts';

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
  /** Where the service puts the images of this request, and where they are read. */
  readonly uploads: readonly UploadTarget[];
  readonly warnings: readonly ImageWarning[];
}

/**
 * Maps one request of the core to xAI's wire format. Does no IO.
 *
 * @throws InvalidArgumentError for what the service would refuse, before anything is sent
 */
export function toRequest(
  request: ImageParameters,
  options: ReadOptions,
  { modelId, profile, settings }: XaiService & { readonly modelId: string },
): XaiRequest {
  if (request.prompt === undefined)
    throw invalidArgument('prompt', undefined, `a text; ${profile.name} edits need one too`);
  const rules = rulesOf(profile, modelId);
  const maxImagesPerRequest = maxImagesOf(profile, modelId);
  if (request.n > maxImagesPerRequest) {
    throw invalidArgument('n', request.n, `at most ${maxImagesPerRequest} in one request`);
  }
  if (options.jobId !== undefined && request.total > request.n) {
    const accepted = `at most ${maxImagesPerRequest} with providerOptions.xai.jobId, which collects one job`;
    throw invalidArgument('n', request.total, accepted);
  }
  const fetcher = { service: profile.name, baseURL: baseUrlOf(profile, settings) };
  const sources = toReferences(request, options, profile, fetcher);
  checkOffers(options, profile);
  const shape = toShape(request, options, { rules, sources: sources.length, service: profile.name });
  const uploads = toUploads(request, options.uploadUrls);
  const { warnings, quality, user, responseFormat } = toExtras(options, rules, profile);
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
      quality,
      response_format: responseFormat,
      deferred: options.deferred || undefined,
      output: uploads.length === 0 ? undefined : { upload_urls: uploads.map(({ put }) => put) },
      storage_options: options.storage && toStorage(options.storage),
      user,
    },
    uploads,
    warnings: [
      ...shape.warnings,
      ...warnings,
      ...toSlipWarnings(profile, modelId),
      ...(rules.deprecated
        ? [{ type: 'deprecated' as const, setting: 'modelId', message: rules.deprecated }]
        : []),
    ],
  };
}

function toReferences(
  request: ImageParameters,
  options: ReadOptions,
  { maxSources = 0, name }: XaiGatewayProfile,
  fetcher: Fetcher,
): ImageReference[] {
  const { images = [], fileIds = [] } = options;
  const lists = [
    { field: fileField(), count: request.sources.length },
    { field: 'providerOptions.xai.images', count: images.length },
    { field: 'providerOptions.xai.fileIds', count: fileIds.length },
  ];
  let total = 0;
  for (const { field, count } of lists) {
    total += count;
    if (total <= maxSources) continue;
    const accepted =
      maxSources === 0 ? `no source images; ${name} offers no edits` : `at most ${maxSources} source images`;
    throw invalidArgumentInWords(field, `${total} source images`, accepted);
  }
  const given = images.map((image, index) => toSourceImage(image, `providerOptions.xai.images[${index}]`));
  for (const [index, source] of request.sources.entries()) checkReachable(source, fileField(index), fetcher);
  for (const [index, source] of given.entries()) {
    checkReachable(source, `providerOptions.xai.images[${index}]`, fetcher);
  }
  return [
    ...[...request.sources, ...given].map(source => ({ url: toImageUrl(source) })),
    ...fileIds.map(fileId => ({ file_id: fileId })),
  ];
}

/** What a service lacks and would drop in silence is refused. */
function checkOffers(options: ReadOptions, { name, offers = [] }: XaiGatewayProfile): void {
  for (const option of gatewayOptions) {
    if (options[option] && !offers.includes(option)) {
      throw invalidArgument(`providerOptions.xai.${option}`, options[option], `nothing, as ${name} lacks it`);
    }
  }
}

/** What is harmless to leave out or to replace where a service has no use for it. */
function toExtras(
  { quality, user, responseFormat }: ReadOptions,
  { hasQuality = true }: XaiModelRules,
  { name, hasUser = false, responseFormats: reliable = responseFormats }: XaiGatewayProfile,
): Pick<ReadOptions, 'quality' | 'user' | 'responseFormat'> & { warnings: ImageWarning[] } {
  const warnings: ImageWarning[] = [];
  if (quality && !hasQuality) {
    const details = `${name} takes none for this model; '${quality}' was not sent.`;
    warnings.push({ type: 'unsupported', feature: 'quality', details });
  } else if (quality === 'high') {
    const details = "'high' was sent, but xAI publishes neither its meaning nor its price.";
    warnings.push({ type: 'compatibility', feature: 'quality', details });
  }
  if (user && !hasUser) {
    warnings.push({ type: 'unsupported', feature: 'user', details: `${name} takes none; it was not sent.` });
  }
  const [usual] = reliable;
  const isReliable = responseFormat && reliable.includes(responseFormat);
  if (responseFormat && !isReliable) {
    const details = `${name} is reliable with '${usual}' only; that was sent.`;
    warnings.push({ type: 'compatibility', feature: 'responseFormat', details });
  }
  return {
    quality: hasQuality ? quality : undefined,
    user: hasUser ? user : undefined,
    responseFormat: isReliable ? responseFormat : usual,
    warnings,
  };
}

function toUploads(
  { n, offset, total }: ImageParameters,
  given: ReadOptions['uploadUrls'],
): readonly UploadTarget[] {
  if (given === undefined) return [];
  if (given.length !== total) {
    throw invalidArgument('providerOptions.xai.uploadUrls', given, `one address an image, ${total} in all`);
  }
  const targets = given.map(target => (typeof target === 'string' ? { put: target, get: target } : target));
  return targets.slice(offset, offset + n);
}

function toStorage({ filename, expiresAfter, publicUrl }: NonNullable<ReadOptions['storage']>): object {
  return {
    filename,
    expires_after: expiresAfter,
    public_url: typeof publicUrl === 'object' ? { expires_after: publicUrl.expiresAfter } : publicUrl,
  };
}

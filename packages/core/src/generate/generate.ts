import { uniqueWarnings, type ImageWarning } from '../messages/warning.ts';
import { defined, type JsonObject } from '../schema/json.ts';
import type { GeneratedImage } from '../image/generated-image.ts';
import type { ImageBackend, ImageResponse, ImageUsage } from './backend.ts';
import { readCall, type ImageCallOptions } from './call.ts';
import { sendCall } from './split.ts';
import { throwIfAborted } from '../time/signal.ts';

/**
 * The record of one call under the key of its backend: one entry an image, and one a request.
 * `generateImage` of AI SDK 5 and 6 keeps only `images`, AI SDK 4 only what stands on `response`.
 */
export type ProviderMetadata = { [key: string]: { images: JsonObject[]; requests: JsonObject[] } };

/** What a call brought back, before it takes the shape of a specification version. */
export interface Generation {
  images: Uint8Array<ArrayBuffer>[];
  warnings: ImageWarning[];
  providerMetadata: ProviderMetadata;
  usage: ImageUsage | undefined;
  response: {
    timestamp: Date;
    modelId: string;
    headers: Record<string, string> | undefined;
    providerMetadata: ProviderMetadata;
  };
}

/**
 * Runs one call of any specification version against a backend: checks it, sends it in as many requests as it
 * needs, and joins what came back.
 *
 * @throws InvalidArgumentError, UnsupportedFunctionalityError before anything is sent; the abort reason; the errors of the backend
 */
export async function generate(backend: ImageBackend, options: ImageCallOptions): Promise<Generation> {
  throwIfAborted(options.abortSignal);
  const call = readCall(backend, options);
  const { responses, failedRequests, warnings } = await sendCall(backend, call);

  const images: GeneratedImage[] = responses.flatMap(response => response.images);
  const providerMetadata: ProviderMetadata = {
    [backend.metadataKey]: {
      images: images.map(image => image.metadata),
      requests: [...responses.map(toRecord), ...failedRequests],
    },
  };
  const [first] = responses;
  return {
    images: images.map(image => image.data),
    warnings: uniqueWarnings([
      ...call.warnings,
      ...responses.flatMap(response => response.warnings),
      ...warnings,
    ]),
    providerMetadata,
    usage: addUsage(responses.flatMap(response => response.usage ?? [])),
    response: {
      timestamp: new Date(),
      modelId: first?.modelId ?? backend.modelId,
      headers: first?.headers,
      // AI SDK hands this object on as it is in every major, also when no image came.
      providerMetadata,
    },
  };
}

/** With the tokens, which AI SDK 4 and 5 have no place for. */
function toRecord({ request, usage }: ImageResponse): JsonObject {
  return usage === undefined ? request : { ...request, usage: defined({ ...usage }) };
}

function addUsage(usages: readonly ImageUsage[]): ImageUsage | undefined {
  if (usages.length === 0) return undefined;
  const sum = (key: keyof ImageUsage) => {
    const known = usages.flatMap(usage => usage[key] ?? []);
    return known.length === 0 ? undefined : known.reduce((total, tokens) => total + tokens, 0);
  };
  return {
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    totalTokens: sum('totalTokens'),
  };
}

import type { JsonObject } from '@grok-image/core';
import {
  fanOut,
  joinFailures,
  reasonOf,
  settleParts,
  throwIfAborted,
  uniqueWarnings,
  type FailedPart,
} from '@grok-image/core/internal';
import { isUnstarted } from './classify.ts';
import { asStep } from './context.ts';
import { maxImagesOf, wholeCall } from './model.ts';
import type { ImageModelLike, ImageParams, ImageProviderMetadata, ImageResult } from './model.ts';
import { asSeen, joinImages } from './result.ts';
import { withWarnings } from './told.ts';

/**
 * Sends a call in as many parts as its model needs, all at once, and keeps what succeeds: AI SDK would throw away the
 * paid siblings of a part that fails. A part that certainly never started is repeated where a sibling may be paid; where
 * none is, whoever asked decides what comes next, as for a single request.
 *
 * @param send - sends one part; the whole call where the model makes as many images at once
 * @throws the abort reason; what the only part throws; GenerationIncompleteError where every part failed, or the error of
 * one where nothing was started
 */
export async function sendInParts(
  model: ImageModelLike,
  params: ImageParams,
  send: (params: ImageParams) => Promise<ImageResult>,
): Promise<ImageResult> {
  const most = await maxImagesOf(model);
  if (most >= wholeCall || params.n <= most) return send(params);
  const counts = Array.from({ length: Math.ceil(params.n / most) }, (_, part) =>
    Math.min(most, params.n - part * most),
  );
  const { signals, release } = fanOut(params.abortSignal, counts.length);
  const settled = await settleParts(
    counts.map((n, part) => {
      const abortSignal = signals[part];
      const sendPart = async () =>
        asStep(params, 'part', { images: n, part }, async () =>
          send({ ...params, n, ...(abortSignal && { abortSignal }) }),
        );
      return { abortSignal, send: sendPart };
    }),
    { isUnstarted },
  ).finally(release);
  throwIfAborted(params.abortSignal);
  const results = settled.flatMap(part => (part.status === 'fulfilled' ? [part.value] : []));
  const failures = settled.flatMap((part, index): FailedPart[] =>
    part.status === 'rejected'
      ? [{ error: part.reason, images: counts[index] ?? 0, offset: index * most }]
      : [],
  );
  const [first, ...rest] = results;
  if (first === undefined) throw joinFailures(model, failures);
  return withWarnings(
    joinResults(first, rest),
    failures.map(
      ({ error, images }) =>
        `${images} of ${params.n} images are missing because one request failed: ${reasonOf(error)}`,
    ),
  );
}

/** What the parts of a call brought, in one result. */
function joinResults(first: ImageResult, rest: readonly ImageResult[]): ImageResult {
  const all = [first, ...rest];
  const providerMetadata = joinMetadata(all);
  const usages = all.flatMap(({ usage }) => usage ?? []);
  const sum = (name: 'inputTokens' | 'outputTokens' | 'totalTokens') => {
    const known = usages.flatMap(usage => usage[name] ?? []);
    return known.length === 0 ? undefined : known.reduce((total, tokens) => total + tokens, 0);
  };
  return asSeen({
    ...first,
    images: joinImages(all.map(({ images }) => images)),
    warnings: uniqueWarnings(all.flatMap(({ warnings }) => warnings)).filter(
      warning => warning.type !== 'deprecated',
    ),
    providerMetadata,
    ...(usages.length > 0 && {
      usage: {
        inputTokens: sum('inputTokens'),
        outputTokens: sum('outputTokens'),
        totalTokens: sum('totalTokens'),
      },
    }),
    response: { ...first.response, providerMetadata },
  });
}

/**
 * Lists are put behind each other, images among them, with an empty entry for each image that a provider tells nothing of;
 * of what else it tells, the first part's stands.
 */
function joinMetadata(parts: readonly ImageResult[]): ImageProviderMetadata {
  const joined: ImageProviderMetadata = {};
  const providers = new Set(parts.flatMap(({ providerMetadata }) => Object.keys(providerMetadata)));
  for (const provider of providers) {
    for (const { providerMetadata, images } of parts) {
      const entry = padded(providerMetadata[provider] ?? { images: [] }, images.length);
      const before = joined[provider];
      joined[provider] = before === undefined ? entry : joinEntries(before, entry);
    }
  }
  return joined;
}

function padded(
  entry: JsonObject & { images: JsonObject[] },
  length: number,
): JsonObject & { images: JsonObject[] } {
  const missing = Math.max(0, length - entry.images.length);
  return missing === 0
    ? entry
    : { ...entry, images: [...entry.images, ...Array.from({ length: missing }, () => ({}))] };
}

function joinEntries<ENTRY extends JsonObject & { images: JsonObject[] }>(
  before: ENTRY,
  entry: ENTRY,
): JsonObject & { images: JsonObject[] } {
  const lists = Object.entries(entry).flatMap(([name, value]) => {
    const earlier = before[name];
    return Array.isArray(value) && Array.isArray(earlier) ? [[name, [...earlier, ...value]] as const] : [];
  });
  return {
    ...entry,
    ...before,
    ...Object.fromEntries(lists),
    images: [...before.images, ...entry.images],
  };
}

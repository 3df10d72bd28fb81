import { invalidArgumentInWords, parseStrict, type ImageCallOptions } from '@grok-image/core';
import { functionSchema, isBytes, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { xaiImageOptionsSchema } from '../image/options.ts';
import { callFields } from '../service/call-options.ts';
import { lifetimeSchema } from '../service/lifetime.ts';
import type {
  XaiBatchCreation,
  XaiBatchProgress,
  XaiBatchRequest,
  XaiBatchRequests,
  XaiFileBatchCreation,
} from './api.ts';
import { naming, readId } from './naming.ts';

/** A request as a model of the AI SDK takes it, with the id of the caller. */
export interface BatchCall {
  readonly id: string;
  readonly modelId: string;
  readonly options: ImageCallOptions;
}

const imageWords = 'bytes, base64, a data URL or an http(s) URL';
const imageSchema = lazy(() =>
  z.custom<Uint8Array | string>(value => typeof value === 'string' || isBytes(value), imageWords),
);

const promptSchema = lazy(() =>
  z.union(
    [
      z.string(),
      z.strictObject({
        text: z.string('a text').optional(),
        // Not missed, so that a slip in its name is told as that.
        images: z.array(imageSchema(), 'a list of source images').optional(),
        // Refused further on, with what to do instead.
        mask: z.custom<ImageCallOptions['mask']>().optional(),
      }),
    ],
    'a text, or { text, images } for an edit',
  ),
);

/** Names only, where what stands under them is checked as in a call. */
const requestSchema = lazy(() =>
  z.strictObject({
    id: z.string(),
    model: z.custom<string>(),
    prompt: promptSchema(),
    n: z.custom<number>().optional(),
    size: z.custom<XaiBatchRequest['size']>().optional(),
    aspectRatio: z.custom<XaiBatchRequest['aspectRatio']>().optional(),
    seed: z.custom<number>().optional(),
    providerOptions: z.custom<ImageCallOptions['providerOptions']>().optional(),
  } satisfies Record<keyof XaiBatchRequest, z.ZodType>),
);

const additionFields = () => ({
  requests: z.array(z.unknown(), 'a list of requests').min(1, 'at least one request'),
  ...callFields(),
  onProgress: functionSchema<(progress: XaiBatchProgress) => void>(),
});
const creationFields = () => ({
  ...additionFields(),
  name: z.string('a text that is not empty').min(1, 'a text that is not empty').optional(),
});

const additionSchema = lazy(() => z.strictObject(additionFields()));
const creationSchema = lazy(() => z.strictObject(creationFields()));
const fileCreationSchema = lazy(() =>
  z.strictObject({
    ...creationFields(),
    fileExpiresAfter: lifetimeSchema().optional(),
  } satisfies Record<keyof XaiFileBatchCreation, z.ZodType>),
);

/** What a caller asks for, with its requests in the terms of models. */
type Read<GIVEN extends XaiBatchRequests> = Omit<GIVEN, 'requests'> & { readonly calls: BatchCall[] };

/** @throws InvalidArgumentError naming the field and, where there is one, the request */
export function readAddition(given: XaiBatchRequests): Read<XaiBatchRequests> {
  return withCalls(parseStrict(additionSchema(), given, ''));
}

/** Throws as `readAddition`. */
export function readCreation(given: XaiBatchCreation): Read<XaiBatchCreation> {
  return withCalls(parseStrict(creationSchema(), given, ''));
}

/** Throws as `readAddition`. */
export function readFileCreation(given: XaiFileBatchCreation): Read<XaiFileBatchCreation> {
  return withCalls(parseStrict(fileCreationSchema(), given, ''));
}

function withCalls<GIVEN extends { requests: unknown[] }>({ requests, ...rest }: GIVEN) {
  return { ...rest, calls: requests.map(toBatchCall) };
}

/** Puts a request of ours into the terms of models. */
export function toBatchCall(request: unknown, index: number): BatchCall {
  const given = parseStrict(z.looseObject({}), request, `requests[${index}]`);
  const id = readId(given['id'], index);
  const {
    model,
    prompt,
    n = 1,
    size,
    aspectRatio,
    seed,
    providerOptions,
  } = naming(id, () => {
    refuseMisplaced(given);
    return parseStrict(requestSchema(), request, '');
  });
  const { text, images = [], mask } = typeof prompt === 'string' ? { text: prompt } : prompt;
  const files = images.map(toFile);
  return {
    id,
    modelId: model,
    options: { prompt: text, n, size, aspectRatio, seed, files, mask, providerOptions },
  };
}

/** Names that are known, though at another place. */
function refuseMisplaced(request: object): void {
  for (const name of Object.keys(request)) {
    const place = /^images?$/.test(name)
      ? 'prompt: { text, images }, where source images stand'
      : Object.hasOwn(xaiImageOptionsSchema.shape, name) && !(name in requestSchema().shape)
        ? `providerOptions.xai.${name}, where options of xAI stand`
        : undefined;
    if (place !== undefined) throw invalidArgumentInWords(name, 'an option at the top of a request', place);
  }
}

function toFile(image: Uint8Array | string): NonNullable<ImageCallOptions['files']>[number] {
  return typeof image === 'string'
    ? { type: 'url', url: image }
    : { type: 'file', mediaType: 'image/*', data: image };
}

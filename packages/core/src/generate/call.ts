import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import * as z from 'zod/v4';
import { fileField, fromImageFile, type ImageFile } from '../image/source-image.ts';
import { invalidArgument } from '../messages/invalid-argument.ts';
import type { ImageWarning } from '../messages/warning.ts';
import { copyPlain } from '../schema/copy-plain.ts';
import { lazy } from '../schema/lazy.ts';
import { parseStrict } from '../schema/parse-strict.ts';
import { patternSchema, wholeNumberSchema } from '../schema/strict-parts.ts';
import type { ImageBackend, ImageParameters } from './backend.ts';
import { checkCount } from './many-images.ts';
import { warnOfUnread } from './option-keys.ts';

/**
 * Most images one call may ask for. It is also what the models advertise as `maxImagesPerCall`: large, so that AI
 * SDK hands over the whole `n` (when it splits, one failed part throws away its paid siblings), and finite, because
 * AI SDK makes no call at all for Infinity.
 */
export const maxImagesPerCall = 1000;

/** The options of `doGenerate` in every specification version. Values are checked at run time, whatever the types say. */
export interface ImageCallOptions {
  prompt: string | undefined;
  n: number;
  size: string | undefined;
  aspectRatio: string | undefined;
  seed: number | undefined;
  files?: ImageFile[] | undefined;
  mask?: ImageFile | undefined;
  providerOptions?: Record<string, unknown> | undefined;
  headers?: Record<string, string | undefined> | undefined;
  abortSignal?: AbortSignal | undefined;
}

/** A checked call: what every request of it has in common, and how many images it wants. */
export type ImageCall = Omit<ImageParameters, 'offset' | 'total'> & {
  readonly warnings: readonly ImageWarning[];
};

const ratioWords = "'width:height' with both above 0, e.g. '16:9'";
const sizeWords = "'widthxheight' in pixels with both above 0, e.g. '1024x768'";

const callSchema = lazy(() =>
  z.object({
    n: wholeNumberSchema(1, maxImagesPerCall),
    aspectRatio: patternSchema(
      /^(?:auto|(?=[^:]*[1-9])\d{1,6}(?:\.\d{1,6})?:(?=.*[1-9])\d{1,6}(?:\.\d{1,6})?)$/,
      ratioWords,
    ).optional(),
    size: patternSchema(/^(?=[^x]*[1-9])\d{1,6}x(?=.*[1-9])\d{1,6}$/, sizeWords).optional(),
  }),
);

const noSeed: ImageWarning = {
  type: 'unsupported',
  feature: 'seed',
  details: 'This service has no seed; it was not sent.',
};

/**
 * Checks the options of a call before anything is sent.
 *
 * @throws InvalidArgumentError naming the field, what was given and what is accepted
 * @throws UnsupportedFunctionalityError for a mask the backend cannot send: an edit without its mask is a paid mistake
 */
export function readCall(backend: ImageBackend, options: ImageCallOptions): ImageCall {
  const {
    n,
    size,
    aspectRatio,
    seed,
    files = [],
    mask,
    providerOptions = {},
    headers = {},
    abortSignal,
  } = options;
  parseStrict(callSchema(), { n, aspectRatio, size }, '');
  if (mask !== undefined && !backend.supportsMask) {
    throw new UnsupportedFunctionalityError({
      functionality: 'mask',
      message: `Failed to edit with ${backend.modelId}: it takes no mask. Describe the area in the prompt instead. Nothing was sent.`,
    });
  }
  if (files.length > 0 && !backend.supportsFiles) {
    throw invalidArgument(
      fileField(),
      files,
      `no source images, as ${backend.modelId}${backend.service ? ` at ${backend.service}` : ''} makes images from text only`,
    );
  }
  const call = {
    prompt: readPrompt(options.prompt, files.length > 0),
    n,
    aspectRatio,
    size,
    seed: backend.supportsSeed ? seed : undefined,
    sources: files.map((file, index) => fromImageFile(file, fileField(index))),
    mask: mask && fromImageFile(mask, 'mask'),
    // Kept, as a part that is repeated is read anew, and the caller may have changed them by then.
    options: copyPlain(providerOptions[backend.metadataKey]),
    headers,
    abortSignal,
  };
  return {
    ...call,
    warnings: [
      ...(seed === undefined || backend.supportsSeed ? [] : [noSeed]),
      ...warnOfUnread(providerOptions, backend),
      ...checkCount(backend, { ...call, offset: 0, total: n }),
    ],
  };
}

function readPrompt(prompt: unknown, hasSources: boolean): string | undefined {
  if (typeof prompt === 'string' && prompt.trim() !== '') return prompt;
  // AI SDK 6 and 7 leave the text out of `prompt: { images }`; whether that is enough is for the backend to say.
  if (prompt === undefined && hasSources) return undefined;
  throw invalidArgument(
    'prompt',
    prompt,
    'a text that is not empty (in AI SDK 4 and 5, source images go into the images option of providerOptions)',
  );
}

import { invalidArgument, parseOptions, type ImageWarning } from '@grok-image/core';
import * as z from 'zod/v4-mini';
import type { XaiQuality, XaiResolution } from './models.ts';

/** `providerOptions.xai`: everything xAI's image API takes beside the options of `generateImage`. */
export type XaiImageOptions = {
  /** Ratio in the wire's words, e.g. `'16:9'` or `'auto'`. The call's own `aspectRatio` wins. */
  aspectRatio?: string | undefined;
  /** `'1k'` is about 1 megapixel, `'2k'` about 4. Default `'1k'`. */
  resolution?: XaiResolution | undefined;
  /** Only grok-imagine-image-2.0 has qualities. Default `'auto'`: low for text-to-image, medium for edits. */
  quality?: XaiQuality | undefined;
  /** A pseudonym of the end user, for abuse monitoring. */
  user?: string | undefined;
  /** How images travel: `'url'` (default, downloaded in parallel) or `'b64_json'` inside the answer. */
  responseFormat?: 'url' | 'b64_json' | undefined;
  /** Starts a job and polls it, instead of holding one long request. */
  deferred?: boolean | undefined;
  /** Milliseconds between two polls of a deferred job, default 1000. */
  pollIntervalMs?: number | undefined;
  /** Id of a deferred job that was started before: its images are collected and nothing new is paid. */
  requestId?: string | undefined;
  /** Source images: http(s) URL, data URL or base64 each. They come after `files`; AI SDK 4 and 5 have no other way. */
  images?: string[] | undefined;
  /** Source images by id of xAI's Files API. They come after `images`. */
  fileIds?: string[] | undefined;
  /** Signed PUT addresses, one an image, that xAI uploads to. */
  uploadUrls?: string[] | undefined;
  /** Stores the images in xAI's Files API. */
  storage?: XaiStorageOptions | undefined;
};

/** The options under the names of `@ai-sdk/xai` too; `output_format` and `sync_mode` are left out with a warning. */
export type XaiImageModelOptions = XaiImageOptions & {
  aspect_ratio?: string | undefined;
  output_format?: string | undefined;
  sync_mode?: boolean | undefined;
};

/** How images are stored in xAI's Files API; lifetimes are 3,600 to 2,592,000 seconds. */
export type XaiStorageOptions = {
  filename: string;
  /** Seconds until the file is deleted; without it, never. */
  expiresAfter?: number | undefined;
  /** Whether the file gets a public address, and for how many seconds. */
  publicUrl?: boolean | { expiresAfter?: number | undefined } | undefined;
};

const lifetime = z.optional(z.int().check(z.gte(3600), z.lte(2_592_000)));
const text = z.string().check(z.minLength(1));

const schema = z.strictObject({
  aspectRatio: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(?:auto|(?=[^:]*[1-9])\d{1,6}(?:\.\d{1,6})?:(?=.*[1-9])\d{1,6}(?:\.\d{1,6})?)$/,
          "'width:height' or 'auto'",
        ),
      ),
  ),
  resolution: z.optional(z.enum(['1k', '1.5k', '2k'])),
  quality: z.optional(z.enum(['low', 'medium', 'high', 'auto'])),
  user: z.optional(text),
  responseFormat: z.optional(z.enum(['url', 'b64_json'])),
  deferred: z.optional(z.boolean()),
  pollIntervalMs: z.optional(z.number().check(z.gte(1))),
  requestId: z.optional(text),
  images: z.optional(z.array(z.string())),
  fileIds: z.optional(z.array(text)),
  uploadUrls: z.optional(z.array(z.url({ protocol: /^https?$/, error: 'an http(s) URL' }))),
  storage: z.optional(
    z.strictObject(
      {
        filename: text,
        expiresAfter: lifetime,
        publicUrl: z.optional(
          z.union(
            [z.boolean(), z.strictObject({ expiresAfter: lifetime })],
            'true, false or { expiresAfter } in seconds',
          ),
        ),
      },
      'filename, expiresAfter, publicUrl',
    ),
  ),
});

/** Names that `@ai-sdk/xai` uses for options that xAI has. */
const aliases: Readonly<Record<string, keyof XaiImageOptions>> = { aspect_ratio: 'aspectRatio' };

/** Options of `@ai-sdk/xai` that xAI's image API has no field for. */
const withoutField = ['output_format', 'sync_mode'];

/**
 * Reads `providerOptions.xai`, under our names or those of `@ai-sdk/xai`.
 *
 * @throws InvalidArgumentError for an unknown option, a value that is not accepted, or two that exclude each other
 */
export function readOptions(given: unknown): { options: XaiImageOptions; warnings: ImageWarning[] } {
  if (typeof given !== 'object' && given !== undefined) {
    throw invalidArgument('providerOptions.xai', given, 'an object of options');
  }
  const warnings: ImageWarning[] = [];
  const renamed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given ?? {})) {
    if (value === undefined) continue;
    if (withoutField.includes(key)) {
      warnings.push({
        type: 'unsupported',
        feature: key,
        details: 'xAI has no such field; it was not sent.',
      });
    } else {
      const name = Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key;
      if (Object.hasOwn(renamed, name)) {
        throw invalidArgument(`providerOptions.xai.${key}`, value, `one name of this option, ${name}`);
      }
      renamed[name] = value;
    }
  }
  const options: XaiImageOptions = parseOptions('xai', schema, renamed);
  if (options.responseFormat === 'b64_json' && (options.deferred || options.uploadUrls)) {
    const other = options.deferred ? 'deferred' : 'uploadUrls';
    throw invalidArgument('providerOptions.xai.responseFormat', 'b64_json', `'url' together with ${other}`);
  }
  return { options, warnings };
}

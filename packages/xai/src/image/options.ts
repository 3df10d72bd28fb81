import {
  addressSchema,
  imageSchema,
  listSchema,
  numberSchema,
  patternSchema,
  textSchema,
} from '@grok-image/core';
import { lazy, lazyFields, type LazyFields } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { qualities, resolutions } from '../gateways/models.ts';
import type { XaiAspectRatio, XaiQuality, XaiResolution } from '../gateways/models.ts';
import { responseFormats, type ResponseFormat } from '../gateways/profile.ts';
import { lifetimeSchema } from '../service/lifetime.ts';

/**
 * `providerOptions.xai`: everything xAI's image API takes beside the options of `generateImage`. Nothing in it is
 * `undefined` or `readonly`, as the JSON of AI SDK 4 and 5 has neither.
 */
export type XaiImageOptions = {
  /** Ratio in the wire's words, e.g. `'16:9'` or `'auto'`. The call's own `aspectRatio` wins. */
  aspectRatio?: XaiAspectRatio;
  /** `'1k'` is about 1 megapixel, `'2k'` about 4. Default `'1k'`. */
  resolution?: XaiResolution;
  /** Only grok-imagine-image-2.0 has qualities. Default `'auto'`: low for text-to-image, medium for edits. */
  quality?: XaiQuality;
  /** A pseudonym of the end user, for abuse monitoring. */
  user?: string;
  /** How images travel: `'url'` (default, downloaded in parallel) or `'b64_json'` inside the answer. */
  responseFormat?: ResponseFormat;
  /** Starts a job and polls it, instead of holding one long request. */
  deferred?: boolean;
  /** Milliseconds between two polls of a deferred job, default 1000. */
  pollIntervalMs?: number;
  /** Id of a deferred job that was started before: its images are collected and nothing new is paid. */
  jobId?: string;
  /**
   * Source images: http(s) URL, data URL or base64 each; bytes are taken too, though AI SDK types these options as JSON.
   * They come after `files`; AI SDK 4 and 5 have no other way.
   */
  images?: string[];
  /** Source images by id of xAI's Files API. They come after `images`. */
  fileIds?: string[];
  /**
   * Addresses that xAI uploads to, one an image: signed for PUT, or `{ put, get }` with one that reads it, as a private
   * bucket needs to deliver the image as well.
   */
  uploadUrls?: (string | { put: string; get: string })[];
  /** Stores the images in xAI's Files API. */
  storage?: XaiStorageOptions;
};

/** How images are stored in xAI's Files API; lifetimes are 3,600 to 2,592,000 seconds. */
export type XaiStorageOptions = {
  filename: string;
  /** Seconds until the file is deleted; without it, never. */
  expiresAfter?: number;
  /** Whether the file gets a public address, and for how many seconds. */
  publicUrl?: boolean | { expiresAfter?: number };
};

/** The same as it is read, where a value may be `undefined`. */
type Read<OPTIONS> = OPTIONS extends readonly unknown[] | string | number | boolean
  ? OPTIONS
  : {
      [NAME in keyof OPTIONS]: object extends Pick<OPTIONS, NAME>
        ? Read<OPTIONS[NAME]> | undefined
        : Read<OPTIONS[NAME]>;
    };

/** Options as they are read. Images may be bytes, which are no JSON and so have no place in the types of AI SDK. */
export type ReadOptions = {
  [NAME in keyof XaiImageOptions]?:
    | (NAME extends 'images' ? (string | Uint8Array)[] : Read<XaiImageOptions>[NAME])
    | undefined;
};

/** The options under the names of `@ai-sdk/xai` too; `output_format` and `sync_mode` are left out with a warning. */
export type XaiImageModelOptions = Read<XaiImageOptions> & {
  aspect_ratio?: XaiAspectRatio | undefined;
  response_format?: ResponseFormat | undefined;
  output_format?: string | undefined;
  sync_mode?: boolean | undefined;
};

type SchemaOf<VALUE> = z.ZodType<VALUE, VALUE>;

/** A schema for each field of a type, so that none can be forgotten. */
type ShapeOf<FIELDS> = {
  [NAME in keyof FIELDS]-?: undefined extends FIELDS[NAME]
    ? z.ZodOptional<SchemaOf<Exclude<FIELDS[NAME], undefined>>>
    : SchemaOf<FIELDS[NAME]>;
};

/** An address that the service uploads to. */
const uploadSchema = lazy(() => addressSchema(['http:', 'https:'], 'an http(s) URL without blanks'));

const storageSchema: () => z.ZodObject<ShapeOf<Read<XaiStorageOptions>>, z.core.$strict> = lazy(() =>
  z.strictObject({
    filename: textSchema().describe('Name of the file.'),
    expiresAfter: lifetimeSchema()
      .optional()
      .describe('Seconds until the file is deleted; without it, never.'),
    publicUrl: z
      .union(
        [z.boolean(), z.strictObject({ expiresAfter: lifetimeSchema().optional() })],
        'true, false or { expiresAfter } in seconds',
      )
      .optional()
      .describe('Whether the file gets a public address, and for how many seconds.'),
  } satisfies ShapeOf<Read<XaiStorageOptions>>),
);

/** What builds the schema of each option. */
export const optionFields: LazyFields<ShapeOf<ReadOptions>> = {
  aspectRatio: () =>
    patternSchema(
      /^(?:auto|(?=[^:]*[1-9])\d{1,6}(?:\.\d{1,6})?:(?=.*[1-9])\d{1,6}(?:\.\d{1,6})?)$/,
      "'width:height' or 'auto'",
    )
      .optional()
      .describe("Ratio in the wire's words, e.g. '16:9' or 'auto'. The call's own aspectRatio wins."),
  resolution: () =>
    z.enum(resolutions).optional().describe("'1k' is about 1 megapixel, '2k' about 4. Default '1k'."),
  quality: () =>
    z
      .enum(qualities)
      .optional()
      .describe(
        "Only grok-imagine-image-2.0 has qualities. Default 'auto': low for text-to-image, medium for edits.",
      ),
  user: () => textSchema().optional().describe('A pseudonym of the end user, for abuse monitoring.'),
  responseFormat: () =>
    z
      .enum(responseFormats)
      .optional()
      .describe(
        "How images travel: 'url' (default, downloaded in parallel) or 'b64_json' inside the answer.",
      ),
  deferred: () =>
    z.boolean().optional().describe('Starts a job and polls it, instead of holding one long request.'),
  pollIntervalMs: () =>
    numberSchema(1, 'milliseconds')
      .optional()
      .describe('Milliseconds between two polls of a deferred job, default 1000.'),
  jobId: () =>
    textSchema()
      .optional()
      .describe(
        'Id of a deferred job that was started before: its images are collected and nothing new is paid.',
      ),
  images: () =>
    listSchema(imageSchema())
      .optional()
      .describe(
        'Source images: http(s) URL, data URL, base64 or bytes each. They come after files; AI SDK 4 and 5 have no other way.',
      ),
  fileIds: () =>
    listSchema(textSchema())
      .optional()
      .describe("Source images by id of xAI's Files API. They come after images."),
  uploadUrls: () =>
    listSchema(
      z.union(
        [uploadSchema(), z.strictObject({ put: uploadSchema(), get: uploadSchema() })],
        'an http(s) URL without blanks, or { put, get } of two such',
      ),
    )
      .optional()
      .describe('Signed PUT addresses, one an image, that xAI uploads to.'),
  storage: () => storageSchema().optional().describe("Stores the images in xAI's Files API."),
};

/**
 * The schema of `providerOptions.xai`, by which options are checked before anything is sent.
 *
 * @example
 * const fields = z.toJSONSchema(xaiImageOptionsSchema, { io: 'input' }).properties; // for a form or a command line
 */
export const xaiImageOptionsSchema: z.ZodObject<ShapeOf<ReadOptions>, z.core.$strict> = z.strictObject(
  lazyFields(optionFields),
);

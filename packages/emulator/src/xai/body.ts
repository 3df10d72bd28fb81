import * as z from 'zod/v4';
import type { Resolution } from '../picture/pixel-size.ts';
import { bool, int32, list, optional, struct, text, untagged, variant } from './serde.ts';

export const aspectRatios: readonly string[] =
  '1:1 3:4 4:3 9:16 16:9 2:3 3:2 9:19.5 19.5:9 9:20 20:9 1:2 2:1 21:9 5:2 auto'.split(' ');

export const resolutions: readonly Resolution[] = ['1k', '2k', '1.5k'];

export type Quality = 'low' | 'medium' | 'high' | 'auto';

const qualities: readonly Quality[] = ['low', 'medium', 'high', 'auto'];

/** One source image of an edit. */
export interface ImageSource {
  readonly url?: string | undefined;
  readonly image_url?: string | undefined;
  readonly file_id?: string | undefined;
  readonly type?: string | undefined;
}

export interface PublicUrlOptions {
  readonly expires_after?: number | undefined;
}

export interface StorageOptions {
  readonly filename: string;
  readonly expires_after?: number | undefined;
  readonly public_url?: boolean | PublicUrlOptions | undefined;
}

/** The body of a generation or an edit, as docs.x.ai describes it (image generation guide, 2026). */
export interface ImageBody {
  readonly prompt: string;
  readonly model?: string | undefined;
  readonly n?: number | undefined;
  readonly response_format?: string | undefined;
  readonly aspect_ratio?: string | undefined;
  readonly resolution?: Resolution | undefined;
  readonly quality?: Quality | undefined;
  readonly deferred?: boolean | undefined;
  readonly output?: { readonly upload_urls: readonly string[] } | undefined;
  readonly storage_options?: StorageOptions | undefined;
  readonly user?: string | undefined;
  readonly image?: ImageSource | undefined;
  readonly images?: readonly ImageSource[] | undefined;
}

export interface BodySchemas {
  readonly generation: z.ZodType<ImageBody>;
  readonly edit: z.ZodType<ImageBody>;
}

/** The body of a request for a public link. */
export function publicUrlSchema(strict: boolean): z.ZodType<PublicUrlOptions> {
  return struct('PublicUrlOptions', { expires_after: optional(int32) }, strict);
}

/** What the words of a body may be. */
export interface AcceptedValues {
  readonly aspectRatios: readonly string[];
  readonly resolutions: readonly Resolution[];
}

/** `strict` refuses unknown fields; those of jobs and storage are unknown to a service that does not have them. */
export function createBodySchemas(accepts: AcceptedValues, strict: boolean, hasJobs: boolean): BodySchemas {
  const source = struct(
    'ImageUrl',
    { url: optional(text), image_url: optional(text), file_id: optional(text), type: optional(text) },
    strict,
  );
  const storage = struct(
    'StorageOptions',
    {
      filename: text,
      expires_after: optional(int32),
      public_url: optional(untagged('PublicUrl', bool, publicUrlSchema(strict))),
    },
    strict,
  );
  const shared = {
    prompt: text,
    model: optional(text),
    n: optional(int32),
    response_format: optional(text),
    aspect_ratio: optional(variant(accepts.aspectRatios)),
    resolution: optional(variant(accepts.resolutions)),
    quality: optional(variant(qualities)),
    user: optional(text),
  };
  const jobs = {
    deferred: optional(bool),
    output: optional(struct('ImageOutput', { upload_urls: list(text) }, strict)),
    storage_options: optional(storage),
  };
  const sources = { image: optional(source), images: optional(list(source)) };
  const name = 'GenerateImageRequest';
  return {
    generation: hasJobs ? struct(name, { ...shared, ...jobs }, strict) : struct(name, shared, strict),
    edit: struct('EditImageRequest', { ...shared, ...jobs, ...sources }, strict),
  };
}

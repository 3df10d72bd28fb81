import { bool, type Decoder, int32, list, optional, struct, text, untagged, variant } from './serde.ts';

export const aspectRatios = [
  '1:1',
  '3:4',
  '4:3',
  '9:16',
  '16:9',
  '2:3',
  '3:2',
  '9:19.5',
  '19.5:9',
  '9:20',
  '20:9',
  '1:2',
  '2:1',
  '21:9',
  '5:2',
  'auto',
] as const;

export type AspectRatio = (typeof aspectRatios)[number];

export const resolutions = ['1k', '2k', '1.5k'] as const;

export const qualities = ['low', 'medium', 'high', 'auto'] as const;

export type Quality = (typeof qualities)[number];

/** One source image of an edit. */
export interface ImageSource {
  readonly url?: string | undefined;
  readonly image_url?: string | undefined;
  readonly file_id?: string | undefined;
  readonly type?: string | undefined;
}

export interface StorageOptions {
  readonly filename: string;
  readonly expires_after?: number | undefined;
  readonly public_url?: boolean | { readonly expires_after?: number | undefined } | undefined;
}

/** The body of a generation or an edit, as docs.x.ai describes it (image generation guide, 2026). */
export interface ImageBody {
  readonly prompt: string;
  readonly model?: string | undefined;
  readonly n?: number | undefined;
  readonly response_format?: string | undefined;
  readonly aspect_ratio?: AspectRatio | undefined;
  readonly resolution?: (typeof resolutions)[number] | undefined;
  readonly quality?: Quality | undefined;
  readonly deferred?: boolean | undefined;
  readonly output?: { readonly upload_urls: readonly string[] } | undefined;
  readonly storage_options?: StorageOptions | undefined;
  readonly user?: string | undefined;
  readonly image?: ImageSource | undefined;
  readonly images?: readonly ImageSource[] | undefined;
}

export interface BodyDecoders {
  readonly generation: Decoder<ImageBody>;
  readonly edit: Decoder<ImageBody>;
}

/** The body of a request for a public link. */
export function createPublicUrlDecoder(
  strict: boolean,
): Decoder<{ readonly expires_after?: number | undefined }> {
  return struct('PublicUrlOptions', { expires_after: optional(int32) }, { strict });
}

/** What the words of a body may be. */
export interface AcceptedValues {
  readonly aspectRatios: readonly AspectRatio[];
  readonly resolutions: readonly (typeof resolutions)[number][];
}

/** `strict` refuses unknown fields; `missingFields` are unknown, too. */
export function createBodyDecoders(
  accepts: AcceptedValues,
  strict: boolean,
  missingFields: readonly string[],
): BodyDecoders {
  const output = struct<{ upload_urls: string[] }>(
    'ImageOutput',
    { upload_urls: list(text) },
    { strict, required: ['upload_urls'] },
  );
  const storage = struct<StorageOptions>(
    'StorageOptions',
    {
      filename: text,
      expires_after: optional(int32),
      public_url: optional(untagged('PublicUrl', bool, createPublicUrlDecoder(strict))),
    },
    { strict, required: ['filename'] },
  );
  const source = struct<ImageSource>(
    'ImageUrl',
    { url: optional(text), image_url: optional(text), file_id: optional(text), type: optional(text) },
    { strict },
  );
  const shared = {
    prompt: text,
    model: optional(text),
    n: optional(int32),
    response_format: optional(text),
    aspect_ratio: optional(variant(accepts.aspectRatios)),
    resolution: optional(variant(accepts.resolutions)),
    quality: optional(variant(qualities)),
    deferred: optional(bool),
    output: optional(output),
    storage_options: optional(storage),
    user: optional(text),
  };
  const required = ['prompt'];
  return {
    generation: struct<Omit<ImageBody, 'image' | 'images'>>('GenerateImageRequest', shared, {
      strict,
      required,
      missing: missingFields,
    }),
    edit: struct<ImageBody>(
      'EditImageRequest',
      { ...shared, image: optional(source), images: optional(list(source)) },
      { strict, required, missing: missingFields },
    ),
  };
}

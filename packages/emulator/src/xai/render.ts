import type { Site } from '../backend.ts';
import type { StoredFile } from './files.ts';
import type { MadeImage } from './make.ts';
import { picturePath } from './sources.ts';
import type { XaiProfile } from './profile.ts';
import type { StoredImage } from './storage.ts';

/** The outcome of one request, before it is written down in the caller's terms. */
export interface Made {
  readonly images: readonly MadeImage[];
  /** In ticks. */
  readonly cost: number;
  /** The id of the model that served. */
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The body of an answer, with what the service's profile says it shows. */
export async function renderAnswer(
  { answer }: XaiProfile,
  { images, cost, model, at }: Made,
  site: Site,
  format: ImageFormat,
): Promise<object> {
  return {
    ...(answer.created ? { created: Math.floor(at / 1000) } : {}),
    data: await Promise.all(images.map(image => renderImage(image, site, format, answer.mimeType))),
    ...(answer.usage ? { usage: { cost_in_usd_ticks: cost } } : {}),
    ...(answer.model ? { model } : {}),
  };
}

export type ImageFormat = 'url' | 'b64_json';

/** An image as an item of `data`. What is absent is left out. */
async function renderImage(
  image: MadeImage,
  site: Site,
  format: ImageFormat,
  showsType: boolean,
): Promise<object> {
  const { picture, revisedPrompt, respectsModeration, upload, stored } = image;
  if (picture === undefined) return { url: null, respect_moderation: respectsModeration };
  return {
    ...(format === 'b64_json'
      ? { b64_json: Buffer.from(await picture.bytes()).toString('base64') }
      : { url: upload?.url ?? site.url('content', picturePath(picture.id, picture.recipe.format)) }),
    mime_type: showsType ? picture.type : undefined,
    revised_prompt: revisedPrompt,
    respect_moderation: respectsModeration,
    ...(stored === undefined ? {} : renderStored(stored, site)),
    ...(upload?.error === undefined ? {} : { storage_error: upload.error }),
  };
}

function renderStored(stored: StoredImage, site: Site): object {
  if ('error' in stored) return { storage_error: stored.error };
  const { file } = stored;
  return {
    file_output: {
      file_id: file.id,
      filename: file.filename,
      expires_at: file.expiresAt,
      ...renderPublicLink(file, site),
    },
  };
}

/** The fields of a public link, wherever a file is shown. */
function renderPublicLink(file: StoredFile, site: Site): object {
  if (file.publicLink === undefined) return {};
  return { public_url: publicUrlOf(file, site), public_url_expires_at: file.publicLink.expiresAt };
}

export function publicUrlOf({ publicLink, filename }: StoredFile, site: Site): string {
  return site.url('files', `/public/${publicLink?.token ?? ''}/${encodeURIComponent(filename)}`);
}

/** A file as the Files API shows it. */
export function renderFile(file: StoredFile, site: Site): object {
  return {
    id: file.id,
    object: 'file',
    bytes: file.bytes.length,
    created_at: file.createdAt,
    expires_at: file.expiresAt ?? null,
    filename: file.filename,
    purpose: file.purpose,
    ...renderPublicLink(file, site),
  };
}

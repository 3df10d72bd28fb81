import type { Site } from '../backend.ts';
import type { StoredFile } from './files.ts';
import type { MadeImage } from './make.ts';
import { picturePath } from './sources.ts';
import type { StoredImage } from './storage.ts';

/** An image as an item of `data`. What is absent is left out. */
export async function renderImage(image: MadeImage, site: Site, format: 'url' | 'b64_json'): Promise<object> {
  const { picture, revisedPrompt, respectsModeration, upload, stored } = image;
  if (picture === undefined) return { url: null, respect_moderation: respectsModeration };
  return {
    ...(format === 'b64_json'
      ? { b64_json: Buffer.from(await picture.bytes()).toString('base64') }
      : { url: upload?.url ?? site.url('content', picturePath(picture.id, picture.recipe.format)) }),
    mime_type: picture.type,
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
export function renderPublicLink(file: StoredFile, site: Site): object {
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

import type { Site } from '../world/request.ts';
import type { Made, MadeImage, StoredImage } from './made.ts';
import { renderPublicLink } from './files.ts';
import { picturePath } from './sources.ts';
import type { XaiProfile } from './profile.ts';

/** The body of an answer, with what the service's profile says it shows. */
export async function renderAnswer(
  { isGateway, showsMimeType }: XaiProfile,
  { images, cost, model, at }: Made,
  site: Site,
  format: ImageFormat,
): Promise<object> {
  return {
    ...(isGateway ? { created: Math.floor(at / 1000) } : {}),
    data: await Promise.all(images.map(image => renderImage(image, site, format, showsMimeType))),
    ...(isGateway ? {} : { usage: { cost_in_usd_ticks: cost }, model }),
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
  const { file, publicUrlError } = stored;
  return {
    file_output: {
      file_id: file.id,
      filename: file.filename,
      expires_at: file.expiresAt,
      ...renderPublicLink(file, site),
      public_url_error: publicUrlError,
    },
  };
}

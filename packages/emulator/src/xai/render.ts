import type { Site } from '../world/request.ts';
import type { Made, MadeImage, StoredImage } from './make.ts';
import { renderPublicLink } from './files.ts';
import { picturePath } from './sources.ts';
import type { XaiProfile } from './profile.ts';

export type ImageFormat = 'url' | 'b64_json';

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

/** An image as an item of `data`. What is absent is left out. */
async function renderImage(
  { picture, revisedPrompt, respectsModeration, upload, stored }: MadeImage,
  site: Site,
  format: ImageFormat,
  showsType: boolean,
): Promise<object> {
  if (picture === undefined) return { url: null, respect_moderation: respectsModeration };
  return {
    ...(format === 'b64_json'
      ? { b64_json: Buffer.from(await picture.bytes()).toString('base64') }
      : { url: upload?.url ?? site.url('content', picturePath(picture.id, `.${picture.recipe.format}`)) }),
    mime_type: showsType ? picture.type : undefined,
    revised_prompt: revisedPrompt,
    respect_moderation: respectsModeration,
    ...(stored && renderStored(stored, site)),
    ...(upload?.error && { storage_error: upload.error }),
  };
}

function renderStored(stored: StoredImage, site: Site): object {
  if ('error' in stored) return { storage_error: stored.error };
  const { file, publicUrlError } = stored;
  const { id: file_id, filename, expiresAt: expires_at } = file;
  const link = renderPublicLink(file, site);
  return { file_output: { file_id, filename, expires_at, ...link, public_url_error: publicUrlError } };
}

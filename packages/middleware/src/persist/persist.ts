import { messageOf } from '@grok-image/core/internal';
import { createCallPictures, type CallPictures } from '../stack/call-pictures.ts';
import { contextOf } from '../stack/context.ts';
import { portOf } from '../stack/digest.ts';
import { createMiddleware, type ImageMiddleware, type PassingCall } from '../stack/middleware.ts';
import type { ImageResult } from '../stack/model.ts';
import { tellOf, withWarnings } from '../stack/told.ts';
import { tenantPrefix } from '../stores/blob-key.ts';
import { keepImage, type Keeping } from './keep.ts';
import { readPersistOptions, type PersistOptions, type PersistSettings } from './options.ts';
import { createPlanner, type Plan } from './plan.ts';

/**
 * Keeps the bytes of every picture as soon as it is made, all at once, as the addresses of services expire within the
 * hour. Told of each image: `sha256`, `blobKey` and `url`. What could not be kept within 10 s is a warning with its key,
 * never a lost picture; what is paid is kept, although its caller has given up.
 *
 * @throws InvalidArgumentError naming the option
 * @example
 * const model = wrapImageModel({ model: openai.image('gpt-image-2'), middleware: persistMiddleware({ blobs: s3(bucket) }) });
 */
export function persistMiddleware(options: PersistOptions): ImageMiddleware {
  const settings = readPersistOptions(options);
  const plan = createPlanner(settings);
  return createMiddleware({
    each: 'request',
    async treat(call) {
      // Before the call: whoever asks for it may have gone on to somebody else afterwards.
      const owner = ownerOf(settings);
      if (owner.prefix === undefined) return withWarnings(await call.next(call.params), [owner.reason]);
      const planned = await plan(call.model, call.params, owner.prefix);
      try {
        const { pictures } = contextOf(call.params) ?? { pictures: createCallPictures() };
        return await keepAll(
          await send(call, planned),
          { ...planned, prefix: owner.prefix, pictures },
          settings,
        );
      } catch (error) {
        planned.release();
        throw error;
      }
    },
  });
}

async function send({ params, model, next }: PassingCall, { uploads }: Plan): Promise<ImageResult> {
  return next(params, uploads && portOf(model)?.with({ uploadTo: uploads.targets }));
}

async function keepAll(
  result: ImageResult,
  { fields, uploads, warnings, prefix, pictures }: Plan & { prefix: string; pictures: CallPictures },
  settings: PersistSettings,
): Promise<ImageResult> {
  const { template } = settings;
  const kept = await Promise.all(
    result.images.map((image, place) => {
      const index = indexOf(result, place);
      const uploaded = uploads?.keys[index];
      const keyOf: Keeping['keyOf'] = ({ sha256, extension }) => {
        const base = prefix + template.baseOf({ ...fields, sha256 });
        return uploaded ?? `${base}${template.needsBytes ? '' : `-${place}`}.${extension}`;
      };
      return keepImage(image, { settings, pictures, keyOf, mayBeThere: uploaded !== undefined });
    }),
  );
  const told = tellOf(result, place => kept[place]?.told ?? {});
  return withWarnings(told, [...warnings, ...kept.flatMap(picture => picture.warnings)]);
}

/** The place that an image was asked for at, as siblings may be missing. */
function indexOf({ providerMetadata }: ImageResult, place: number): number {
  const entries = Object.values(providerMetadata).map(({ images }) => images[place]?.['index']);
  return entries.find(index => typeof index === 'number') ?? place;
}

/** What the keys of a call begin with; or why there is nothing for them to begin with. */
type Owner = { readonly prefix: string } | { readonly prefix: undefined; readonly reason: string };

function ownerOf({ tenant }: PersistSettings): Owner {
  if (tenant === undefined) return { prefix: '' };
  try {
    const name = typeof tenant === 'function' ? tenant() : tenant;
    return name ? { prefix: tenantPrefix(name) } : nobody('it has no tenant');
  } catch (error) {
    return nobody(`its tenant could not be told, ${messageOf(error).replace(/\.$/, '')}`);
  }
}

function nobody(why: string): Owner {
  const reason = `Failed to keep the images of this call: ${why}. They are in the result alone.`;
  return { prefix: undefined, reason };
}

import type { World } from '../world/backend.ts';
import { paint, type Recipe } from './paint.ts';
import { paintPlain } from './plain.ts';

/** A picture that can be asked for by id. */
export interface Picture {
  readonly id: string;
  readonly recipe: Recipe;
  readonly type: `image/${Recipe['format']}`;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Called when its bytes have reached the caller. */
  readonly delivered: () => void;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface PictureStore {
  add(recipe: Recipe, expiresAt: number, delivered: () => void): Picture;
  /** `undefined` if unknown or expired. */
  get(id: string): Picture | undefined;
}

/** Beyond this many, or beyond this many bytes of sources, the oldest are forgotten, as if they had expired. */
const maxPictures = 20_000;
const maxSourceBytes = 512 * 1024 * 1024;

/**
 * Finished files kept, so that the same picture is not painted again: by what it shows, which says all there is to say
 * without sources, so that emulators of one process share them.
 */
const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
const maxFiles = 64;

/** Keeps recipes, and paints a picture when somebody wants it. */
export function createPictureStore(world: World): PictureStore {
  const pictures = new Map<string, Picture>();
  const style = world.options.pictures;
  const make = style === 'plain' ? paintPlain : paint;
  let sourceBytes = 0;
  return {
    add(recipe, expiresAt, delivered) {
      const id = world.uuid();
      const picture: Picture = {
        id,
        recipe,
        type: `image/${recipe.format}`,
        expiresAt,
        delivered,
        bytes() {
          const key = recipe.sources?.length ? id : JSON.stringify([style, recipe]);
          const file = files.get(key) ?? make(recipe);
          files.set(key, file);
          forgetOldest(files, maxFiles);
          return file;
        },
      };
      pictures.set(id, picture);
      sourceBytes += weigh(picture);
      forgetPictures();
      return picture;
    },
    get(id) {
      const picture = pictures.get(id);
      return picture === undefined || world.now() >= picture.expiresAt ? undefined : picture;
    },
  };

  function forgetPictures(): void {
    for (const [id, picture] of pictures) {
      if (pictures.size <= maxPictures && (sourceBytes <= maxSourceBytes || pictures.size === 1)) return;
      pictures.delete(id);
      sourceBytes -= weigh(picture);
    }
  }
}

function weigh({ recipe }: Picture): number {
  return recipe.sources?.reduce((sum, source) => sum + source.length, 0) ?? 0;
}

/** Keeps the newest so many. */
export function forgetOldest(entries: Map<string, unknown>, limit: number): void {
  for (const key of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(key);
  }
}

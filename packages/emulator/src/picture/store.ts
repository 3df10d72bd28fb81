import type { World } from '../world/world.ts';
import { paint, type Recipe } from './paint.ts';
import { paintPlain } from './plain.ts';

export interface Picture {
  readonly id: string;
  readonly recipe: Recipe;
  readonly type: `image/${Recipe['format']}`;
  expiresAt: number;
  readonly delivered: () => void;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Beyond this many, or beyond this many bytes of sources, the oldest are forgotten, as if they had expired. */
const maxPictures = 20_000;
const maxSourceBytes = 512 * 1024 * 1024;

/** Finished files, by what they show, so that emulators of one process share them; with sources, by their id. */
const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
const maxFiles = 64;

export class PictureStore {
  readonly #world: World;
  readonly #pictures = new Map<string, Picture>();
  /** Pictures made of a prompt so far. */
  readonly #made = new Map<string, number>();
  #sourceBytes = 0;

  constructor(world: World) {
    this.#world = world;
  }

  add(given: Recipe, expiresAt: number, delivered: () => void): Picture {
    const { pictures: style, freshPictures } = this.#world.options;
    let recipe = given;
    if (freshPictures && given.seed === undefined) {
      const prompt = JSON.stringify([given.model, given.prompt]);
      const index = this.#made.get(prompt) ?? 0;
      this.#made.set(prompt, index + 1);
      recipe = { ...given, index };
    }
    const id = this.#world.uuid();
    const bytes: Picture['bytes'] = () => {
      const key = recipe.sources?.length ? id : JSON.stringify([style, recipe]);
      const file = files.get(key) ?? (style === 'plain' ? paintPlain : paint)(recipe);
      files.set(key, file);
      forgetOldest(files, maxFiles);
      return file;
    };
    const picture: Picture = { id, recipe, type: `image/${recipe.format}`, expiresAt, delivered, bytes };
    this.#pictures.set(id, picture);
    this.#sourceBytes += weigh(picture);
    for (const [old, each] of this.#pictures) {
      const { size } = this.#pictures;
      if (size <= maxPictures && (this.#sourceBytes <= maxSourceBytes || size === 1)) break;
      this.#pictures.delete(old);
      this.#sourceBytes -= weigh(each);
    }
    return picture;
  }

  get(id: string): Picture | undefined {
    const picture = this.#pictures.get(id);
    return picture === undefined || this.#world.now() >= picture.expiresAt ? undefined : picture;
  }
}

function weigh({ recipe }: Picture): number {
  return recipe.sources?.reduce((sum, source) => sum + source.length, 0) ?? 0;
}

export function forgetOldest(entries: Map<string, unknown>, limit: number): void {
  for (const key of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(key);
  }
}

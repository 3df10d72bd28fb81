import type { Canvas } from '@napi-rs/canvas';
import { createRandom, hash } from '../world/random.ts';
import { type Brush, drawBackdrop, drawGrain } from './backdrop.ts';
import { drawCaption } from './caption.ts';
import { drawEdit, paletteLike } from './edit.ts';
import { loadFonts } from './fonts.ts';
import { type Palette, palettes } from './palettes.ts';
import type { PixelSize } from './pixel-size.ts';
import { type Scene, scenes } from './scenes.ts';

/** All that decides how a picture looks: the same recipe always gives the same bytes. */
export interface Recipe extends PixelSize {
  readonly prompt: string;
  /** Which of several pictures for the prompt, from 0. */
  readonly index: number;
  /** Shown small under the prompt. */
  readonly model: string;
  readonly format: 'jpeg' | 'png' | 'webp';
  /** Image files that the picture is an edit of. */
  readonly sources?: readonly Uint8Array[];
}

/** Of JPEG and WebP, from 0 to 100. */
const quality = 86;

/** Paints a picture of exactly the size asked for. The drawing library is loaded when the first one is painted. */
export async function paint(recipe: Recipe): Promise<Uint8Array<ArrayBuffer>> {
  const { createCanvas, GlobalFonts, loadImage } = await import('@napi-rs/canvas');
  loadFonts(GlobalFonts);
  const { prompt, index, width, height, model, format, sources = [] } = recipe;
  const images = await Promise.all(sources.map(source => loadImage(source)));
  const canvas = createCanvas(width, height);
  const { palette, scene, seed } = design(recipe);
  const [first] = images;
  const brush: Brush = {
    context: canvas.getContext('2d'),
    palette: first === undefined ? palette : paletteLike(palette, first, createCanvas),
    random: createRandom(seed),
    width,
    height,
    createCanvas,
  };
  drawBackdrop(brush);
  if (first === undefined) scene(brush);
  else drawEdit(brush, images);
  // PNG cannot compress noise: the file would be four times as large and take twice as long.
  if (format !== 'png') drawGrain(brush);
  drawCaption(brush, prompt, `${model}  ·  ${width} × ${height}  ·  ${index + 1}`);
  return new Uint8Array(await encode(canvas, format));
}

function encode(canvas: Canvas, format: Recipe['format']): Promise<Buffer> {
  return format === 'png' ? canvas.encode('png') : canvas.encode(format, quality);
}

/**
 * Neighbouring indexes differ in palette and composition, so that four pictures for one prompt look like a set, and so do
 * models, so that nobody takes the picture of one service for that of another.
 */
function design({ prompt, index, model }: Recipe): { palette: Palette; scene: Scene; seed: number } {
  const seed = hash(`${model}\n${prompt}`);
  const palette = palettes[(seed + index * 5) % palettes.length];
  const scene = scenes[((seed >>> 8) + index) % scenes.length];
  if (palette === undefined || scene === undefined)
    throw new RangeError(`Failed to design picture ${index}: bad index.`);
  return { palette, scene, seed: hash(`${model}\n${prompt}\n${index}`) };
}

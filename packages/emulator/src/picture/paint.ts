import type { Image } from '@napi-rs/canvas';
import { createRandom, hash } from '../world/random.ts';
import { type Brush, css, paletteOf } from './brush.ts';
import { drawCaption, loadFonts } from './caption.ts';
import type { PixelSize } from './pixel-size.ts';
import { scenes } from './scenes.ts';

/** All that decides how a picture looks: the same recipe always gives the same bytes. */
export interface Recipe extends PixelSize {
  readonly prompt: string;
  /** Which of several pictures for the prompt, from 0. */
  readonly index: number;
  readonly model: string;
  /** Another seed gives another picture, the same one the same. */
  readonly seed?: number;
  readonly format: 'jpeg' | 'png' | 'webp';
  /** Image files that the picture is an edit of. */
  readonly sources?: readonly Uint8Array[];
}

const quality = 86;

/**
 * Paints a picture of exactly the size asked for. Neighbouring indexes differ in colours and composition, and so do models,
 * so that nobody takes the picture of one service for that of another.
 */
export async function paint(recipe: Recipe): Promise<Uint8Array<ArrayBuffer>> {
  const { createCanvas, GlobalFonts, loadImage } = await import('@napi-rs/canvas');
  loadFonts(GlobalFonts);
  const { prompt, index, width, height, model, format, seed: given = '', sources = [] } = recipe;
  const images = await Promise.all(sources.map(source => loadImage(source)));
  const canvas = createCanvas(width, height);
  const seed = hash(`${model}\n${prompt}${given}`);
  const brush: Brush = {
    context: canvas.getContext('2d'),
    palette: paletteOf((seed + index * 97) % 360),
    random: createRandom(seed + index),
    width,
    height,
    createCanvas,
  };
  brush.context.imageSmoothingQuality = 'high';
  const [first] = images;
  if (first === undefined) {
    drawBackdrop(brush);
    scenes[((seed >>> 8) + index) % scenes.length]?.(brush);
  } else {
    drawChanged(brush, first);
    for (const [place, image] of images.entries())
      drawPrint(brush, image, place / Math.max(2, images.length));
  }
  drawCaption(brush, prompt, `${model}  ·  ${width} × ${height}  ·  ${index + 1}`);
  return new Uint8Array(await (format === 'png' ? canvas.encode('png') : canvas.encode(format, quality)));
}

/** Gradients have no detail: drawn this small and enlarged they look the same and cost a fraction. */
const sketchSide = 96;

function drawBackdrop({ context, palette, random, width, height, createCanvas }: Brush): void {
  const sketch = createCanvas(sketchSide, sketchSide);
  const pen = sketch.getContext('2d');
  const sky = pen.createLinearGradient(0, 0, 0, sketchSide);
  for (const [index, color] of palette.sky.entries()) sky.addColorStop(index / 2, css(color));
  pen.fillStyle = sky;
  pen.fillRect(0, 0, sketchSide, sketchSide);
  for (const color of palette.accents) {
    const [x, y] = [random() * sketchSide, random() * sketchSide * 0.8];
    const glow = pen.createRadialGradient(x, y, 0, x, y, sketchSide * 0.5);
    glow.addColorStop(0, css(color, 0.65));
    glow.addColorStop(1, css(color, 0));
    pen.fillStyle = glow;
    pen.fillRect(0, 0, sketchSide, sketchSide);
  }
  context.drawImage(sketch, 0, 0, width, height);
}

/** Of the height of a source: the caption of a picture of the emulator, which would show behind the new one, is lower. */
const shownShare = 0.6;

/** The upper part of a source, enlarged to fill the picture, with its shapes and the colours of the palette. */
function drawChanged({ context, palette, width, height }: Brush, source: Image): void {
  const shown = source.height * shownShare;
  const scale = Math.max(width / source.width, height / shown);
  const part = { width: width / scale, height: height / scale };
  const [left, top] = [(source.width - part.width) / 2, (shown - part.height) / 2];
  context.drawImage(source, left, top, part.width, part.height, 0, 0, width, height);
  const tint = context.createLinearGradient(0, 0, width, height);
  for (const [index, color] of palette.sky.entries()) tint.addColorStop(index / 2, css(color));
  context.fillStyle = tint;
  context.globalCompositeOperation = 'color';
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = 'source-over';
  context.globalAlpha = 0.35;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
}

/** A source as it was, as a print on the picture; `place` is a share of the width from the left. */
function drawPrint({ context, palette, width, height }: Brush, source: Image, place: number): void {
  const scale = Math.min((width * 0.4) / source.width, (height * 0.3) / source.height);
  const [left, top] = [width * (0.09 + place * 0.84), height * 0.08];
  const [across, down] = [source.width * scale, source.height * scale];
  const frame = Math.min(width, height) * 0.014;
  context.fillStyle = css(palette.ink);
  context.fillRect(left - frame, top - frame, across + frame * 2, down + frame * 2);
  context.drawImage(source, left, top, across, down);
}

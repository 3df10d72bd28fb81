import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { createRandom, type Random } from '../world/random.ts';
import type { Palette } from './palettes.ts';
import type { PixelSize } from './pixel-size.ts';

/** Everything that is needed to draw a part of a picture. */
export interface Brush extends PixelSize {
  readonly context: SKRSContext2D;
  readonly palette: Palette;
  readonly random: Random;
  readonly createCanvas: (width: number, height: number) => Canvas;
}

/** Gradients have no detail: drawn this small and enlarged they look the same and cost a fraction. */
const sketchSide = 96;

/** A sky with glows of light in it. */
export function drawBackdrop({ context, palette, random, width, height, createCanvas }: Brush): void {
  const scale = sketchSide / Math.max(width, height);
  const sketch = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const pen = sketch.getContext('2d');
  const sky = pen.createLinearGradient(sketch.width * (random() - 0.5), 0, sketch.width / 2, sketch.height);
  for (const [index, color] of palette.sky.entries()) sky.addColorStop(index / 2, color);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, sketch.width, sketch.height);
  for (const color of palette.accents) {
    const [x, y] = [random() * sketch.width, random() * sketch.height * 0.8];
    const glow = pen.createRadialGradient(x, y, 0, x, y, sketchSide * (0.35 + random() * 0.3));
    glow.addColorStop(0, withAlpha(color, 0.65));
    glow.addColorStop(1, withAlpha(color, 0));
    pen.fillStyle = glow;
    pen.fillRect(0, 0, sketch.width, sketch.height);
  }
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(sketch, 0, 0, width, height);
}

/** Film grain, so that large gradients show no bands. */
export function drawGrain({ context, width, height, createCanvas }: Brush): void {
  const side = 192;
  const tile = createCanvas(side, side);
  const pen = tile.getContext('2d');
  const pixels = pen.createImageData(side, side);
  const random = createRandom(1);
  for (let offset = 0; offset < pixels.data.length; offset += 4) {
    pixels.data.fill(random() < 0.5 ? 0 : 255, offset, offset + 3);
    pixels.data[offset + 3] = random() * 11;
  }
  pen.putImageData(pixels, 0, 0);
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return;
  context.fillStyle = pattern;
  context.fillRect(0, 0, width, height);
}

/** `#rrggbb` with an opacity from 0 to 1. */
export function withAlpha(color: string, alpha: number): string {
  return `${color}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from '../world/random.ts';
import type { PixelSize } from './pixel-size.ts';

/** Hue in degrees, saturation and lightness in percent. */
export type Color = readonly [hue: number, saturation: number, lightness: number];

export interface Palette {
  readonly sky: readonly Color[];
  readonly accents: readonly Color[];
  /** The nearest, darkest layer, on which the text stands. */
  readonly ground: Color;
  readonly ink: Color;
}

export interface Brush extends PixelSize {
  readonly context: SKRSContext2D;
  readonly palette: Palette;
  readonly random: Random;
  readonly createCanvas: (width: number, height: number) => Canvas;
}

export function paletteOf(hue: number): Palette {
  return {
    sky: [
      [hue, 60, 20],
      [hue + 35, 45, 45],
      [hue + 80, 80, 76],
    ],
    accents: [0, 60, 170, 290].map(turn => [hue + 80 + turn, 75, 66]),
    ground: [hue, 50, 8],
    ink: [hue + 80, 70, 96],
  };
}

/** A colour for the drawing library, with an opacity from 0 to 1. */
export function css([hue, saturation, lightness]: Color, alpha = 1): string {
  return `hsla(${hue % 360}, ${saturation}%, ${lightness}%, ${alpha})`;
}

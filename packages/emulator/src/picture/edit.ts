import type { Image } from '@napi-rs/canvas';
import { type Brush, withAlpha } from './backdrop.ts';
import type { Palette } from './palettes.ts';

/** Of the height of a source: the caption of a picture of the emulator, which would show behind the new one, is lower. */
const shownShare = 0.6;

/** The first source in other colours, for what an edit has changed, and on it the sources as they were, as prints. */
export function drawEdit(brush: Brush, sources: readonly Image[]): void {
  const [first] = sources;
  if (first === undefined) return;
  drawChanged(brush, first);
  const { context, width, height } = brush;
  const area = { width: width * 0.84, height: height * 0.3 };
  const slot = area.width / Math.max(2, sources.length);
  for (const [index, source] of sources.entries()) {
    const scale = Math.min((slot * 0.94) / source.width, area.height / source.height);
    const print = { width: source.width * scale, height: source.height * scale };
    const place = Math.min(slot, print.width * 1.2);
    context.save();
    context.translate(width * 0.06 + place * (index + 0.5), height * 0.08 + area.height / 2);
    context.rotate(index % 2 === 0 ? -0.02 : 0.02);
    drawPrint(brush, source, print);
    context.restore();
  }
}

/** A palette that goes with a source: its average colour, darkened, is what the text stands on. */
export function paletteLike(palette: Palette, source: Image, createCanvas: Brush['createCanvas']): Palette {
  const pen = createCanvas(1, 1).getContext('2d');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(source, 0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  const dark = [red, green, blue].map(channel =>
    Math.round(channel * 0.22)
      .toString(16)
      .padStart(2, '0'),
  );
  return { ...palette, ground: `#${dark.join('')}` };
}

/** The upper part of a source, enlarged to fill the picture, with its shapes and the colours of the palette. */
function drawChanged({ context, palette, width, height }: Brush, source: Image): void {
  const shown = source.height * shownShare;
  const scale = Math.max(width / source.width, height / shown);
  const part = { width: width / scale, height: height / scale };
  const left = (source.width - part.width) / 2;
  const top = (shown - part.height) / 2;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, left, top, part.width, part.height, 0, 0, width, height);
  const tint = context.createLinearGradient(0, 0, width, height);
  for (const [index, color] of palette.sky.entries()) tint.addColorStop(index / 2, color);
  context.fillStyle = tint;
  context.globalCompositeOperation = 'color';
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = 'source-over';
  context.globalAlpha = 0.35;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
}

function drawPrint(
  { context, palette, width: full, height: fullHeight }: Brush,
  source: Image,
  { width, height }: { width: number; height: number },
): void {
  const unit = Math.min(full, fullHeight);
  const frame = unit * 0.014;
  const [left, top] = [-width / 2, -height / 2];
  context.shadowColor = withAlpha(palette.ground, 0.6);
  context.shadowBlur = unit * 0.04;
  context.shadowOffsetY = unit * 0.012;
  context.fillStyle = palette.ink;
  context.beginPath();
  context.roundRect(left - frame, top - frame, width + frame * 2, height + frame * 2, frame / 2);
  context.fill();
  context.shadowColor = 'transparent';
  context.drawImage(source, left, top, width, height);
}

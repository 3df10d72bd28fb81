import type { Image } from '@napi-rs/canvas';
import { type Brush, withAlpha } from './backdrop.ts';
import type { Palette } from './palettes.ts';

/** The sources of an edit as prints on a wall that has taken on their colours. */
export function drawEdit(brush: Brush, sources: readonly Image[]): void {
  const [first] = sources;
  if (first === undefined) return;
  drawWall(brush, first);
  const { context, width, height } = brush;
  const area = { width: width * 0.84, height: height * 0.52 };
  const slot = area.width / sources.length;
  for (const [index, source] of sources.entries()) {
    const scale = Math.min((slot * 0.94) / source.width, area.height / source.height);
    const print = { width: source.width * scale, height: source.height * scale };
    const tilt = sources.length === 1 ? -0.02 : (index - (sources.length - 1) / 2) * 0.05;
    context.save();
    context.translate(width * 0.08 + slot * (index + 0.5), height * 0.065 + area.height / 2);
    context.rotate(tilt);
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

/** The source, blurred by drawing it tiny and enlarging it, and tinted. */
function drawWall({ context, palette, width, height, createCanvas }: Brush, source: Image): void {
  const sketch = createCanvas(12, 12);
  const pen = sketch.getContext('2d');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(source, 0, 0, 12, 12);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.globalAlpha = 0.72;
  context.drawImage(sketch, -width * 0.1, -height * 0.1, width * 1.2, height * 1.2);
  context.globalAlpha = 1;
  const shade = context.createLinearGradient(0, 0, width, height);
  shade.addColorStop(0, withAlpha(palette.sky[1], 0.3));
  shade.addColorStop(1, withAlpha(palette.ground, 0.6));
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);
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
  const light = context.createLinearGradient(left, top, -left, -top);
  light.addColorStop(0, palette.accents[0]);
  light.addColorStop(0.5, palette.accents[1]);
  light.addColorStop(1, palette.accents[2]);
  context.globalCompositeOperation = 'soft-light';
  context.globalAlpha = 0.7;
  context.fillStyle = light;
  context.fillRect(left, top, width, height);
}

import type { SKRSContext2D } from '@napi-rs/canvas';
import { type Brush, withAlpha } from './backdrop.ts';
import { font } from './fonts.ts';

/** Writes the prompt over the lower part of the picture, and the small print under it. */
export function drawCaption(brush: Brush, prompt: string, smallPrint: string): void {
  const { context, palette, width, height } = brush;
  const unit = Math.sqrt(width * height);
  const margin = Math.min(width, height) * 0.075;
  const { lines, size } = fit(context, prompt, width - margin * 2, height * 0.36, unit);
  const lineHeight = size * 1.16;
  const smallSize = Math.max(10, Math.min(unit * 0.0165, width / 46));
  const bottom = height - margin - smallSize * 2.6;
  const top = bottom - lines.length * lineHeight;

  const scrim = context.createLinearGradient(0, top - unit * 0.16, 0, height);
  scrim.addColorStop(0, withAlpha(palette.ground, 0));
  scrim.addColorStop(0.45, withAlpha(palette.ground, 0.74));
  scrim.addColorStop(1, withAlpha(palette.ground, 0.94));
  context.fillStyle = scrim;
  context.fillRect(0, top - unit * 0.16, width, height);

  context.textBaseline = 'alphabetic';
  context.fillStyle = palette.ink;
  context.font = font(700, size);
  for (const [index, line] of lines.entries())
    context.fillText(line, margin, top + size + index * lineHeight);

  context.fillStyle = withAlpha(palette.ink, 0.4);
  context.fillRect(margin, height - margin - smallSize * 1.75, width - margin * 2, Math.max(1, unit * 0.001));
  context.fillStyle = withAlpha(palette.ink, 0.86);
  context.font = font(500, smallSize);
  context.fillText(smallPrint, margin, height - margin);
}

/** The largest type in which the prompt fits; a prompt too long for the smallest type ends in an ellipsis. */
function fit(
  context: SKRSContext2D,
  prompt: string,
  width: number,
  height: number,
  unit: number,
): { lines: string[]; size: number } {
  const text = prompt.trim().replaceAll(/\s+/g, ' ');
  const readable = text.slice(0, 2000);
  for (const share of [0.078, 0.066, 0.056, 0.047, 0.039, 0.032, 0.026]) {
    const size = unit * share;
    const lines = wrap(context, readable, size, width);
    if (lines.length * size * 1.16 <= height && lines.length <= 6) {
      return { lines: balance(context, readable, size, width, lines), size };
    }
  }
  const size = unit * 0.022;
  const room = Math.max(1, Math.floor(height / (size * 1.16)));
  const lines = wrap(context, readable, size, width);
  if (lines.length <= room && readable === text) return { lines, size };
  const kept = lines.slice(0, room);
  return { lines: [...kept.slice(0, -1), `${kept.at(-1)?.slice(0, -2) ?? ''}…`], size };
}

/** The same number of lines, but of about the same length, so that no word is left alone. */
function balance(
  context: SKRSContext2D,
  text: string,
  size: number,
  width: number,
  lines: string[],
): string[] {
  let best = lines;
  for (let narrower = width * 0.94; narrower > width * 0.5; narrower *= 0.94) {
    const tried = wrap(context, text, size, narrower);
    if (tried.length > lines.length) return best;
    best = tried;
  }
  return best;
}

function wrap(context: SKRSContext2D, text: string, size: number, width: number): string[] {
  context.font = font(700, size);
  const fits = (line: string): boolean => context.measureText(line).width <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(part => breakWord(part, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || fits(longer)) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Breaks a word that is wider than a line, e.g. a URL. */
function breakWord(word: string, fits: (text: string) => boolean): string[] {
  if (fits(word)) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && !fits(piece + character)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

import { createRequire } from 'node:module';
import type { GlobalFonts, SKRSContext2D } from '@napi-rs/canvas';
import { type Brush, css } from './brush.ts';

/** Manrope comes in one file per script; together they cover Latin, Greek, Cyrillic and Vietnamese. */
const scripts = ['latin', 'latin-ext', 'vietnamese', 'greek', 'cyrillic', 'cyrillic-ext'];

/** The fonts are known to the whole process under names of their own, so that nothing else is affected. */
const families = scripts.map(script => `GrokImageEmulator ${script}`);

export function loadFonts(fonts: typeof GlobalFonts): void {
  if (fonts.has(families[0] ?? '')) return;
  const { resolve } = createRequire(import.meta.url);
  for (const [index, script] of scripts.entries())
    fonts.registerFromPath(
      resolve(`@fontsource/manrope/files/manrope-${script}-700-normal.woff2`),
      families[index],
    );
}

function font(size: number): string {
  return `700 ${size}px ${families.map(family => `"${family}"`).join(', ')}, sans-serif`;
}

const lineHeight = 1.16;

export function drawCaption(brush: Brush, prompt: string, smallPrint: string): void {
  const { context, palette, width, height } = brush;
  const unit = Math.sqrt(width * height);
  const margin = Math.min(width, height) * 0.075;
  const { lines, size } = fit(context, prompt, width - margin * 2, height * 0.36, unit);
  const smallSize = Math.max(10, Math.min(unit * 0.0165, width / 46));
  const top = height - margin - smallSize * 2.6 - lines.length * size * lineHeight;

  const scrim = context.createLinearGradient(0, top - unit * 0.16, 0, height);
  scrim.addColorStop(0, css(palette.ground, 0));
  scrim.addColorStop(0.45, css(palette.ground, 0.74));
  scrim.addColorStop(1, css(palette.ground, 0.94));
  context.fillStyle = scrim;
  context.fillRect(0, top - unit * 0.16, width, height);

  context.fillStyle = css(palette.ink);
  context.font = font(size);
  for (const [index, line] of lines.entries())
    context.fillText(line, margin, top + size * (1 + index * lineHeight));
  context.font = font(smallSize);
  context.fillText(smallPrint, margin, height - margin);
}

/** The largest type in which the prompt fits; a prompt too long for the smallest type ends in an ellipsis. */
function fit(
  context: SKRSContext2D,
  prompt: string,
  width: number,
  height: number,
  unit: number,
): { readonly lines: readonly string[]; readonly size: number } {
  // A long word, e.g. a URL, is broken.
  const words = prompt.slice(0, 2000).match(/\S{1,24}/gu) ?? [];
  for (const share of [0.078, 0.066, 0.056, 0.047, 0.039, 0.032, 0.026, 0.022]) {
    const size = unit * share;
    const room = Math.max(1, Math.floor(height / (size * lineHeight)));
    context.font = font(size);
    const fits = (line: string): boolean => context.measureText(line).width <= width;
    const lines = wrap(words, fits);
    if (lines.length <= room && lines.every(fits)) return { lines, size };
    if (share === 0.022) return { lines: [...lines.slice(0, room - 1), `${lines[room - 1] ?? ''}…`], size };
  }
  return { lines: [], size: 0 };
}

function wrap(words: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

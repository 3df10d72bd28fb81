import { createRequire } from 'node:module';
import type { GlobalFonts } from '@napi-rs/canvas';

/** Manrope comes in one file per script; together they cover Latin, Greek, Cyrillic and Vietnamese. */
const scripts = ['latin', 'latin-ext', 'vietnamese', 'greek', 'cyrillic', 'cyrillic-ext'] as const;

/** Weights in use: captions and prompts. */
export type Weight = 500 | 700;

const weights = [500, 700] as const satisfies readonly Weight[];

/** The fonts are known to the whole process under names of their own, so that nothing else is affected. */
function family(script: string, weight: Weight): string {
  return `GrokImageEmulator ${script} ${weight}`;
}

/** Loads the fonts once; they are registered with the drawing library for the whole process. */
export function loadFonts(fonts: typeof GlobalFonts): void {
  if (fonts.has(family(scripts[0], weights[0]))) return;
  const { resolve } = createRequire(import.meta.url);
  for (const weight of weights) {
    for (const script of scripts) {
      const file = `@fontsource/manrope/files/manrope-${script}-${weight}-normal.woff2`;
      fonts.registerFromPath(resolve(file), family(script, weight));
    }
  }
}

/** A value for `context.font`. */
export function font(weight: Weight, size: number): string {
  return `${weight} ${size}px ${scripts.map(script => `"${family(script, weight)}"`).join(', ')}, sans-serif`;
}

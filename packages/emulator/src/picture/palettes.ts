/** Colours of one picture, as `#rrggbb`. */
export interface Palette {
  /** The backdrop, from top to bottom. */
  readonly sky: readonly [string, string, string];
  /** Glows and shapes. */
  readonly accents: readonly [string, string, string, string];
  /** The nearest, darkest layer, on which the text stands. */
  readonly ground: string;
  /** The text. */
  readonly ink: string;
}

type Color = string;
type Row = readonly [Color, Color, Color, Color, Color, Color, Color, Color, Color];

/** Sky, accents, ground and ink. */
const rows: readonly Row[] = [
  // Dusk over the sea.
  ['#1b1f4b', '#6a3d8f', '#ff9a76', '#ffd1a1', '#f2617a', '#8e5bd0', '#3a2c7a', '#150f2e', '#fff4e6'],
  // Fjord.
  ['#06283d', '#1f6e8c', '#a7d8de', '#e8f6ef', '#63b7af', '#2e8bc0', '#0c4a6e', '#041a28', '#f0fbff'],
  // Apricot morning.
  ['#ffb199', '#ffd6a5', '#fff1d6', '#ff6f61', '#f7b267', '#f4845f', '#7a4069', '#4a1d3f', '#fff8ee'],
  // Pine forest.
  ['#0b2b26', '#235347', '#8eb69b', '#daf1de', '#f4d58d', '#4f9d69', '#163832', '#051f20', '#f3fff5'],
  // Neon rain.
  ['#0f0524', '#3b0f70', '#e0427f', '#ff8fab', '#4cc9f0', '#7209b7', '#f9c74f', '#0b0320', '#fdf2ff'],
  // Desert noon.
  ['#3d5a80', '#98c1d9', '#fbe3c8', '#ee6c4d', '#f2a65a', '#d9814e', '#8c3f2b', '#3a1c16', '#fff6ec'],
  // Aurora.
  ['#020b1c', '#0b3954', '#16a085', '#5ff2c3', '#7b68ee', '#1dd3b0', '#0a2342', '#010a14', '#effff9'],
  // Cherry blossom.
  ['#5b4b8a', '#c2709b', '#ffd9e0', '#fff0f3', '#ff8fa3', '#b5838d', '#6d3a6b', '#341c43', '#fff6f8'],
  // Terracotta.
  ['#2f3e46', '#84a98c', '#f1dca7', '#e76f51', '#f4a261', '#e9c46a', '#264653', '#162329', '#fffaf0'],
  // Ultramarine.
  ['#0a1045', '#00369f', '#5fa8ff', '#ffe066', '#ff6b35', '#cfe8ff', '#001d5c', '#050a30', '#f5f9ff'],
  // Ember.
  ['#1a0f14', '#6b1d2a', '#f08a4b', '#ffd27f', '#ff5e3a', '#b5232f', '#3c0f1c', '#12070b', '#fff3e8'],
  // Lagoon.
  ['#134e6f', '#2a9d8f', '#f6e7b4', '#ff9f68', '#ffdd94', '#45b69c', '#0d3b52', '#082a3a', '#f8fffb'],
];

export const palettes: readonly Palette[] = rows.map(
  ([top, middle, bottom, first, second, third, fourth, ground, ink]) => ({
    sky: [top, middle, bottom],
    accents: [first, second, third, fourth],
    ground,
    ink,
  }),
);

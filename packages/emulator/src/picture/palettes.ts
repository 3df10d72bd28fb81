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

export const palettes: readonly Palette[] = [
  // Dusk over the sea.
  {
    sky: ['#1b1f4b', '#6a3d8f', '#ff9a76'],
    accents: ['#ffd1a1', '#f2617a', '#8e5bd0', '#3a2c7a'],
    ground: '#150f2e',
    ink: '#fff4e6',
  },
  // Fjord.
  {
    sky: ['#06283d', '#1f6e8c', '#a7d8de'],
    accents: ['#e8f6ef', '#63b7af', '#2e8bc0', '#0c4a6e'],
    ground: '#041a28',
    ink: '#f0fbff',
  },
  // Apricot morning.
  {
    sky: ['#ffb199', '#ffd6a5', '#fff1d6'],
    accents: ['#ff6f61', '#f7b267', '#f4845f', '#7a4069'],
    ground: '#4a1d3f',
    ink: '#fff8ee',
  },
  // Pine forest.
  {
    sky: ['#0b2b26', '#235347', '#8eb69b'],
    accents: ['#daf1de', '#f4d58d', '#4f9d69', '#163832'],
    ground: '#051f20',
    ink: '#f3fff5',
  },
  // Neon rain.
  {
    sky: ['#0f0524', '#3b0f70', '#e0427f'],
    accents: ['#ff8fab', '#4cc9f0', '#7209b7', '#f9c74f'],
    ground: '#0b0320',
    ink: '#fdf2ff',
  },
  // Desert noon.
  {
    sky: ['#3d5a80', '#98c1d9', '#fbe3c8'],
    accents: ['#ee6c4d', '#f2a65a', '#d9814e', '#8c3f2b'],
    ground: '#3a1c16',
    ink: '#fff6ec',
  },
  // Aurora.
  {
    sky: ['#020b1c', '#0b3954', '#16a085'],
    accents: ['#5ff2c3', '#7b68ee', '#1dd3b0', '#0a2342'],
    ground: '#010a14',
    ink: '#effff9',
  },
  // Cherry blossom.
  {
    sky: ['#5b4b8a', '#c2709b', '#ffd9e0'],
    accents: ['#fff0f3', '#ff8fa3', '#b5838d', '#6d3a6b'],
    ground: '#341c43',
    ink: '#fff6f8',
  },
  // Terracotta.
  {
    sky: ['#2f3e46', '#84a98c', '#f1dca7'],
    accents: ['#e76f51', '#f4a261', '#e9c46a', '#264653'],
    ground: '#162329',
    ink: '#fffaf0',
  },
  // Ultramarine.
  {
    sky: ['#0a1045', '#00369f', '#5fa8ff'],
    accents: ['#ffe066', '#ff6b35', '#cfe8ff', '#001d5c'],
    ground: '#050a30',
    ink: '#f5f9ff',
  },
  // Ember.
  {
    sky: ['#1a0f14', '#6b1d2a', '#f08a4b'],
    accents: ['#ffd27f', '#ff5e3a', '#b5232f', '#3c0f1c'],
    ground: '#12070b',
    ink: '#fff3e8',
  },
  // Lagoon.
  {
    sky: ['#134e6f', '#2a9d8f', '#f6e7b4'],
    accents: ['#ff9f68', '#ffdd94', '#45b69c', '#0d3b52'],
    ground: '#082a3a',
    ink: '#f8fffb',
  },
];

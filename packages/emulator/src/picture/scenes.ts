import { type Brush, type Color, css } from './brush.ts';

export type Scene = (brush: Brush) => void;

const ridges: Scene = brush => {
  const { palette, random, width, height } = brush;
  const place = width * (0.25 + random() * 0.5);
  disc(brush, place, height * (0.22 + random() * 0.16), Math.min(width, height) * 0.14, palette.ink);
  for (const [layer, color] of [...palette.accents, palette.ground].entries())
    ridge(brush, height * (0.42 + layer * 0.065), height * (0.07 - layer * 0.005), color);
};

const orbs: Scene = brush => {
  const { palette, random, width, height } = brush;
  for (let count = 0; count < 9; count += 1) {
    const radius = Math.min(width, height) * (0.05 + random() ** 2 * 0.24);
    const [x, y] = [width * (0.1 + random() * 0.8), height * (0.1 + random() * 0.52)];
    disc(brush, x, y, radius, palette.accents[count % palette.accents.length] ?? palette.ink);
  }
  ridge(brush, height * 0.74, height * 0.03, palette.ground);
};

const ribbons: Scene = brush => {
  const { context, palette, random, width, height } = brush;
  disc(brush, width * (0.2 + random() * 0.6), height * 0.24, Math.min(width, height) * 0.1, palette.ink);
  const [start, end, bend] = [0.2 + random() * 0.2, 0.36 + random() * 0.2, 0.2 + random() * 0.3];
  const lines = 54;
  for (let line = 0; line < lines; line += 1) {
    const spread = (0.3 * line) / lines;
    const color = palette.accents[Math.floor((line / lines) * palette.accents.length)] ?? palette.ink;
    context.strokeStyle = css(color, 0.6);
    context.lineWidth = Math.min(width, height) * 0.004;
    context.beginPath();
    context.moveTo(0, height * (start + spread));
    const [from, to] = [height * (start - bend + spread / 2), height * (end + bend - spread / 2)];
    context.bezierCurveTo(width * 0.33, from, width * 0.62, to, width, height * (end + spread));
    context.stroke();
  }
  ridge(brush, height * 0.76, height * 0.03, palette.ground);
};

export const scenes: readonly Scene[] = [ridges, orbs, ribbons];

function disc({ context, palette }: Brush, x: number, y: number, radius: number, color: Color): void {
  const light = context.createLinearGradient(x, y - radius, x, y + radius);
  light.addColorStop(0, css(palette.ink, 0.9));
  light.addColorStop(1, css(color, 0.3));
  context.fillStyle = light;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

function ridge({ context, random, width, height }: Brush, base: number, swing: number, color: Color): void {
  const phases = [random() * 7, random() * 7, random() * 7];
  context.fillStyle = css(color, 0.85);
  context.beginPath();
  context.moveTo(0, height);
  for (let step = 0; step <= 48; step += 1) {
    const waves = phases.map((phase, index) => Math.sin((step / 48) * 4 * 2 ** index + phase) / (index + 1));
    context.lineTo((width * step) / 48, base - swing * waves.reduce((sum, wave) => sum + wave));
  }
  context.lineTo(width, height);
  context.fill();
}

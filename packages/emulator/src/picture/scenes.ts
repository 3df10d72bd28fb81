import { type Brush, withAlpha } from './backdrop.ts';

/** One kind of composition. */
export type Scene = (brush: Brush) => void;

/** A disc of light above layered ridges. */
const ridges: Scene = brush => {
  const { random, width, height } = brush;
  const unit = Math.min(width, height);
  disc(
    brush,
    width * (0.25 + random() * 0.5),
    height * (0.22 + random() * 0.16),
    unit * (0.11 + random() * 0.07),
  );
  const layers = 5;
  for (let layer = 0; layer < layers; layer += 1) {
    const depth = layer / (layers - 1);
    ridge(brush, height * (0.42 + depth * 0.26), height * (0.07 - depth * 0.02), depth);
  }
};

/** Glass discs that overlap. */
const orbs: Scene = brush => {
  const { context, palette, random, width, height } = brush;
  const unit = Math.min(width, height);
  for (let count = 0; count < 9; count += 1) {
    const radius = unit * (0.05 + random() ** 2 * 0.24);
    const [x, y] = [width * (0.1 + random() * 0.8), height * (0.1 + random() * 0.52)];
    const color = palette.accents[count % 4] ?? palette.ink;
    const fill = context.createLinearGradient(x - radius, y - radius, x + radius, y + radius);
    fill.addColorStop(0, withAlpha(palette.ink, 0.75));
    fill.addColorStop(0.35, withAlpha(color, 0.7));
    fill.addColorStop(1, withAlpha(color, 0.08));
    context.fillStyle = fill;
    circle(brush, x, y, radius);
    context.fill();
    context.strokeStyle = withAlpha(palette.ink, 0.35);
    context.lineWidth = unit * 0.0015;
    context.stroke();
  }
  ridge(brush, height * 0.74, height * 0.03, 1);
};

/** Concentric arches, one behind the other. */
const arches: Scene = brush => {
  const { context, palette, random, width, height } = brush;
  const unit = Math.min(width, height);
  disc(brush, width * (0.3 + random() * 0.4), height * 0.24, unit * 0.09);
  const colors = [...palette.accents, palette.ink];
  for (const center of [0.18 + random() * 0.14, 0.66 + random() * 0.2]) {
    const [x, y] = [width * center, height * (0.6 + random() * 0.1)];
    const outer = unit * (0.24 + random() * 0.14);
    const rings = 6;
    for (let ring = 0; ring < rings; ring += 1) {
      const radius = outer * (1 - ring / (rings + 0.5));
      context.fillStyle = withAlpha(
        colors[(ring + Math.floor(center * 10)) % colors.length] ?? palette.ink,
        0.92,
      );
      context.beginPath();
      context.arc(x, y, radius, Math.PI, 0);
      context.lineTo(x + radius, height);
      context.lineTo(x - radius, height);
      context.fill();
    }
  }
  ridge(brush, height * 0.72, height * 0.025, 1);
};

/** A flowing sheaf of fine lines. */
const ribbons: Scene = brush => {
  const { context, palette, random, width, height } = brush;
  const unit = Math.min(width, height);
  disc(brush, width * (0.2 + random() * 0.6), height * (0.18 + random() * 0.14), unit * 0.1);
  const [start, end] = [height * (0.2 + random() * 0.2), height * (0.36 + random() * 0.2)];
  const [bend, twist] = [height * (0.2 + random() * 0.3), 0.4 + random() * 0.5];
  const lines = 54;
  for (let line = 0; line < lines; line += 1) {
    const part = line / lines;
    const spread = height * 0.3 * part;
    context.strokeStyle = withAlpha(palette.accents[Math.floor(part * 4)] ?? palette.ink, 0.55);
    context.lineWidth = unit * (0.0015 + 0.005 * Math.sin(part * Math.PI));
    context.beginPath();
    context.moveTo(-width * 0.05, start + spread);
    context.bezierCurveTo(
      width * 0.33,
      start - bend + spread * twist,
      width * 0.62,
      end + bend - spread * (1 - twist),
      width * 1.05,
      end + spread * (1.4 - twist),
    );
    context.stroke();
  }
  ridge(brush, height * 0.76, height * 0.03, 1);
};

/** Rolling waves seen from above, tide on tide. */
const tides: Scene = brush => {
  const { context, palette, random, width, height } = brush;
  disc(brush, width * (0.3 + random() * 0.5), height * 0.2, Math.min(width, height) * 0.08);
  const rows = 9;
  for (let row = 0; row < rows; row += 1) {
    const depth = row / (rows - 1);
    const y = height * (0.34 + depth * 0.36);
    const radius = (width / 9) * (0.6 + depth * 0.75);
    const shift = random() * radius;
    context.lineWidth = radius * 0.05;
    for (let x = -radius - shift; x < width + radius; x += radius * 1.72) {
      for (const [ring, size] of [1, 0.7, 0.42].entries()) {
        circle(brush, x, y + radius, radius * size);
        context.fillStyle = withAlpha(palette.accents[(row + ring) % 4] ?? palette.ink, 0.95);
        context.fill();
        context.strokeStyle = withAlpha(palette.ink, 0.5 - depth * 0.3);
        context.stroke();
      }
    }
  }
};

export const scenes: readonly Scene[] = [ridges, orbs, arches, ribbons, tides];

function circle({ context }: Brush, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
}

/** A sun or moon with a halo. */
function disc(brush: Brush, x: number, y: number, radius: number): void {
  const { context, palette } = brush;
  const halo = context.createRadialGradient(x, y, radius * 0.9, x, y, radius * 2.6);
  halo.addColorStop(0, withAlpha(palette.ink, 0.32));
  halo.addColorStop(1, withAlpha(palette.ink, 0));
  context.fillStyle = halo;
  circle(brush, x, y, radius * 2.6);
  context.fill();
  const light = context.createLinearGradient(x, y - radius, x, y + radius);
  light.addColorStop(0, palette.ink);
  light.addColorStop(1, palette.accents[0]);
  context.fillStyle = light;
  circle(brush, x, y, radius);
  context.fill();
}

/** A silhouette from one edge to the other, hazier the farther away (`depth` 0 is far, 1 is near). */
function ridge(
  { context, palette, random, width, height }: Brush,
  base: number,
  swing: number,
  depth: number,
): void {
  const phases = [random() * 7, random() * 7, random() * 7];
  context.beginPath();
  context.moveTo(0, height);
  const steps = 48;
  for (let step = 0; step <= steps; step += 1) {
    const turn = (step / steps) * (width / height + 0.6);
    const wave = [3.1, 6.7, 13.3].reduce(
      (sum, frequency, index) => sum + Math.sin(turn * frequency + (phases[index] ?? 0)) / (index + 1),
      0,
    );
    context.lineTo((width * step) / steps, base - wave * swing);
  }
  context.lineTo(width, height);
  const fill = context.createLinearGradient(0, base - swing * 2, 0, height);
  const color = depth === 1 ? palette.ground : (palette.accents[1 + Math.floor(depth * 3)] ?? palette.ground);
  fill.addColorStop(0, withAlpha(color, 0.55 + depth * 0.45));
  fill.addColorStop(1, palette.ground);
  context.fillStyle = fill;
  context.fill();
}

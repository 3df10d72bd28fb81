import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { aspectRatios, resolutions } from '../xai/body.ts';
import { inspectImage } from './inspect.ts';
import { paint, type Recipe } from './paint.ts';
import { pixelSize, pixelSizeLike } from './pixel-size.ts';

const recipe: Recipe = {
  prompt: 'A cat in a tree',
  index: 0,
  width: 256,
  height: 256,
  model: 'grok-imagine-image',
  format: 'jpeg',
};

describe('pixel sizes', () => {
  const ratios = aspectRatios.filter(ratio => ratio !== 'auto');

  test.each(ratios.flatMap(ratio => resolutions.map(resolution => [ratio, resolution] as const)))(
    '%s at %s keep the ratio, and are multiples of 16 near the area of the tier',
    (ratio, resolution) => {
      const { width, height } = pixelSize(ratio, resolution);
      const [across = 0, down = 1] = ratio.split(':').map(Number);
      const scale = Number.parseFloat(resolution);
      expect([width % 16, height % 16]).toEqual([0, 0]);
      expect(Math.abs(Math.log(width / height / (across / down)))).toBeLessThan(0.02);
      expect((width * height) / (1024 * 1024 * scale ** 2)).toBeCloseTo(1, 0);
    },
  );

  test.each([
    ['1:1', '1k', 1024, 1024],
    ['1:1', '2k', 2048, 2048],
    ['9:20', '2k', 1440, 3200],
    ['20:9', '2k', 3200, 1440],
    ['2:3', '1k', 832, 1248],
    ['3:4', '1k', 864, 1152],
  ] as const)('%s at %s is %i x %i, as measured', (ratio, resolution, width, height) => {
    expect(pixelSize(ratio, resolution)).toEqual({ width, height });
  });

  test('follow another image within reason', () => {
    expect(pixelSizeLike({ width: 640, height: 360 }, '1k')).toEqual(pixelSize('16:9', '1k'));
    expect(pixelSizeLike({ width: 1, height: 1 }, '2k')).toEqual({ width: 2048, height: 2048 });
    expect(pixelSizeLike({ width: 5000, height: 10 }, '1k')).toEqual({ width: 2048, height: 512 });
  });
});

/** The mean colour of a square of a picture; places and sides are shares of the whole. */
async function colorOf(
  file: Uint8Array,
  place: { top: number; left: number },
  side = 0.2,
): Promise<number[]> {
  const image = await loadImage(file);
  const pen = createCanvas(1, 1).getContext('2d');
  pen.imageSmoothingQuality = 'high';
  const { width, height } = image;
  pen.drawImage(image, place.left * width, place.top * height, side * width, side * height, 0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

function distance(one: readonly number[], other: readonly number[]): number {
  return Math.hypot(...one.map((channel, index) => channel - (other[index] ?? 0)));
}

describe('a picture', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('is a %s file of exactly its size', async format => {
    const file = await paint({ ...recipe, width: 336, height: 144, format });
    expect(await inspectImage(file)).toEqual({ type: `image/${format}`, width: 336, height: 144 });
  });

  test('is the same for the same recipe, and another for each prompt and index', async () => {
    const files = await Promise.all([
      paint(recipe),
      paint(recipe),
      paint({ ...recipe, index: 1 }),
      paint({ ...recipe, index: 5 }),
      paint({ ...recipe, prompt: 'A dog in a tree' }),
    ]);
    expect(files[0]).toEqual(files[1]);
    expect(new Set(files.map(file => Buffer.from(file).toString('base64'))).size).toBe(4);
  });

  test('of an edit depends on its sources', async () => {
    const [first, second] = await Promise.all([paint(recipe), paint({ ...recipe, index: 1 })]);
    const edits = await Promise.all([
      paint({ ...recipe, prompt: 'Night', sources: [first] }),
      paint({ ...recipe, prompt: 'Night', sources: [second] }),
      paint({ ...recipe, prompt: 'Night', sources: [first, second] }),
    ]);
    expect(new Set(edits.map(file => Buffer.from(file).toString('base64'))).size).toBe(3);
  });

  test('of another model is another, not in its small print alone', async () => {
    const models = ['grok-imagine-image', 'grok-imagine-image-2.0', 'grok v1.0', 'grok v2.0'];
    const colors = await Promise.all(
      models.map(async model => colorOf(await paint({ ...recipe, model }), { top: 0, left: 0.5 })),
    );
    expect(new Set(colors.map(color => JSON.stringify(color))).size).toBe(models.length);
  });

  test('of an edit shows its source as it was, on what has changed', async () => {
    const source = await paint({ ...recipe, width: 512, height: 512 });
    const before = await colorOf(source, { top: 0.2, left: 0.4 });
    const edit = await paint({ ...recipe, width: 512, height: 512, prompt: 'Night', sources: [source] });
    // The print is 0.3 of the height and begins at 0.08 and 0.09.
    expect(distance(await colorOf(edit, { top: 0.14, left: 0.21 }, 0.06), before)).toBeLessThan(25);
    expect(distance(await colorOf(edit, { top: 0.2, left: 0.6 }), before)).toBeGreaterThan(50);
  });

  test.each(['', 'x'.repeat(3000), 'word '.repeat(3000), 'Кот на дереве', 'Γάτα στο δέντρο', '🐈'])(
    'is made of any prompt: %.20s',
    async prompt => {
      expect(await inspectImage(await paint({ ...recipe, prompt }))).toMatchObject({
        width: 256,
        height: 256,
      });
    },
  );
});

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

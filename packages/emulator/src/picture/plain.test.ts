import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { createEmulator } from '../emulator.ts';
import { createClient } from '../../test/client.ts';
import { inspectImage } from './inspect.ts';
import type { Recipe } from './paint.ts';
import { paintPlain } from './plain.ts';

const recipe: Recipe = {
  prompt: 'A cat in a tree',
  index: 0,
  width: 336,
  height: 144,
  model: 'grok-imagine-image',
  format: 'jpeg',
};

describe('a plain picture', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('is a %s file of exactly its size', async format => {
    const file = await paintPlain({ ...recipe, format });
    expect(await inspectImage(file)).toEqual({ type: `image/${format}`, width: 336, height: 144 });
  });

  test.each(['jpeg', 'png'] as const)(
    'is the same %s for the same recipe, another for each prompt, index, size and source',
    async format => {
      const first = await paintPlain({ ...recipe, format });
      const others = await Promise.all(
        [
          ...Array.from({ length: 40 }, (_, index) => ({ index: index + 1 })),
          { prompt: 'A dog' },
          { width: 144 },
          { sources: [first] },
          { sources: [first, first] },
        ].map(part => paintPlain({ ...recipe, format, ...part })),
      );
      expect(await paintPlain({ ...recipe, format })).toEqual(first);
      const files = [first, ...others].map(file => Buffer.from(file).toString('base64'));
      expect(new Set(files).size).toBe(45);
    },
  );

  test.each(['jpeg', 'png', 'webp'] as const)('is none when its file breaks off: %s', async format => {
    const file = await paintPlain({ ...recipe, format });
    for (const length of [file.length / 2, file.length - 12, file.length - 1]) {
      const broken = file.slice(0, format === 'png' ? Math.min(length, file.length - 12) : length);
      expect(await inspectImage(broken)).toBeUndefined();
    }
  });

  test('has one colour', async () => {
    const image = await loadImage(await paintPlain({ ...recipe, format: 'png' }));
    const context = createCanvas(336, 144).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, 336, 144);
    expect(new Set(new Uint32Array(data.buffer)).size).toBe(1);
  });
});

test('an emulator paints plain pictures on request', async () => {
  const files = await Promise.all(
    (['painted', 'plain'] as const).map(async pictures => {
      const emulator = createEmulator({ pictures });
      const client = createClient(emulator.xai, emulator.fetch);
      const { data } = await client.images('/images/generations', { prompt: 'A cat' });
      return new Uint8Array(await (await emulator.fetch(data[0]?.url ?? '')).arrayBuffer());
    }),
  );
  const [painted = new Uint8Array(), plain = new Uint8Array()] = files;
  expect(await inspectImage(plain)).toEqual(await inspectImage(painted));
  expect(plain.length).toBeLessThan(painted.length / 4);
});

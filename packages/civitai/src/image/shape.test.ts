import { describe, expect, it } from 'vitest';
import { grokOf } from './grok.ts';
import type { CivitaiImageOptions } from './options.ts';
import { toShape } from './shape.ts';

interface Asked {
  model?: string;
  aspectRatio?: string;
  size?: string;
  options?: CivitaiImageOptions;
  isEdit?: boolean;
}

function shape({ model = 'grok-imagine-image-2.0', aspectRatio, size, options = {}, isEdit = false }: Asked) {
  return toShape({ aspectRatio, size }, options, grokOf(model), isEdit);
}

describe('ratio', () => {
  it.each('2:1 20:9 19.5:9 16:9 4:3 3:2 1:1 2:3 3:4 9:16 9:19.5 9:20 1:2'.split(' '))(
    'sends %s as it is',
    aspectRatio => {
      expect(shape({ aspectRatio })).toMatchObject({ aspectRatio, warnings: [] });
    },
  );

  it('refuses a ratio that is far from all, naming what is accepted', () => {
    expect(() => shape({ aspectRatio: '7:1' })).toThrow(/aspectRatio.*"7:1".*2:1, 20:9/);
  });

  it('lets an edit with version 2.0 follow its source', () => {
    expect(shape({ isEdit: true, options: { aspectRatio: 'auto' } })).toMatchObject({
      aspectRatio: 'auto',
      warnings: [],
    });
  });

  it.each(['grok-imagine-image', 'grok-imagine-image-2.0'])(
    'sends no ratio for auto without a source with %s, and says so',
    model => {
      const { aspectRatio, warnings } = shape({ model, aspectRatio: 'auto' });
      expect(aspectRatio).toBeUndefined();
      expect(warnings).toEqual([expect.objectContaining({ feature: 'aspectRatio' })]);
    },
  );

  it('sends no ratio and no size for an edit with version 1.0, and says so', () => {
    const asked = { model: 'grok-imagine-image', isEdit: true, aspectRatio: '16:9', size: '1024x1024' };
    const { aspectRatio, warnings } = shape(asked);
    expect(aspectRatio).toBeUndefined();
    expect(warnings.map(warning => 'feature' in warning && warning.feature)).toEqual(['aspectRatio', 'size']);
  });

  it('says nothing about auto for an edit with version 1.0, which is what happens anyway', () => {
    expect(shape({ model: 'grok-imagine-image', isEdit: true, aspectRatio: 'auto' }).warnings).toEqual([]);
  });

  it('prefers the ratio of the call to the one of the options, and says so', () => {
    const { aspectRatio, warnings } = shape({ aspectRatio: '1:1', options: { aspectRatio: '2:1' } });
    expect(aspectRatio).toBe('1:1');
    expect(JSON.stringify(warnings)).toMatch(/1:1.*2:1/);
  });

  it('passes any ratio on for a model it does not know', () => {
    expect(shape({ model: 'grok-imagine-image-9', aspectRatio: '7:1' }).aspectRatio).toBe('7:1');
  });
});

describe('resolution and quality', () => {
  it.each([
    ['1024x1024', '1:1', '1k'],
    ['2048x1152', '16:9', '2k'],
  ])('maps the size %s to %s and %s', (size, aspectRatio, resolution) => {
    expect(shape({ size })).toMatchObject({ aspectRatio, resolution, warnings: [{ feature: 'size' }] });
  });

  it('prefers the resolution of the options to the one of the size', () => {
    expect(shape({ size: '1024x1024', options: { resolution: '2k' } }).resolution).toBe('2k');
  });

  it('sends neither with version 1.0, and names what was left out', () => {
    const asked = { model: 'grok-imagine-image', options: { resolution: '2k', quality: 'low' } as const };
    const { resolution, quality, warnings } = shape(asked);
    expect([resolution, quality]).toEqual([undefined, undefined]);
    expect(JSON.stringify(warnings)).toMatch(/'2k' was not sent.*'low' was not sent/);
  });
});

describe('models', () => {
  it.each([
    ['grok-imagine-image', 'v1.0', 'grok-imagine-image'],
    ['grok-imagine-image-2.0', 'v2.0', 'grok-imagine-image-2.0'],
    ['grok', 'v2.0', 'grok-imagine-image-2.0'],
    ['grok-imagine-image-3', 'v3.0', 'grok-imagine-image-3'],
    ['grok-imagine-image-2.5', 'v2.5', 'grok-imagine-image-2.5'],
    ['grok-next', 'grok-next', 'grok-next'],
    ['grok-imagine-image-2026-03-02', 'v1.0', 'grok-imagine-image'],
    ['grok-imagine-image-2027-01-05', 'grok-imagine-image-2027-01-05', 'grok-imagine-image-2027-01-05'],
    [
      'grok-imagine-image-quality-20260403',
      'grok-imagine-image-quality-20260403',
      'grok-imagine-image-quality-20260403',
    ],
  ])('%s is version %s of the engine', (modelId, version, id) => {
    expect(grokOf(modelId)).toMatchObject({ version, id });
  });
});

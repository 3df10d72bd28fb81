import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveShape, type ShapeRules } from './shape.ts';

const rules: ShapeRules = {
  ratios: ['1:1', '3:4', '4:3', '16:9', '9:16', '20:9', '9:20'],
  resolutions: true,
};

function ratioFor(aspectRatio: string, changes: Partial<ShapeRules> = {}) {
  return resolveShape({ aspectRatio, size: undefined }, { ...rules, ...changes });
}

function shapeFor(size: string, changes: Partial<ShapeRules> = {}) {
  return resolveShape({ aspectRatio: undefined, size }, { ...rules, ...changes });
}

/** The ratio that is sent, `undefined` when it is refused. */
function sentFor(asked: string, ratios: readonly string[]): string | undefined {
  try {
    return ratioFor(asked, { ratios }).aspectRatio;
  } catch {
    return undefined;
  }
}

function distance(one: string, other: string): number {
  const [[a = 0, b = 0], [c = 0, d = 0]] = [one.split(':').map(Number), other.split(':').map(Number)];
  return Math.abs(Math.log((a * d) / (b * c)));
}

describe('aspectRatio', () => {
  it('sends nothing when nothing is asked', () => {
    expect(resolveShape({ aspectRatio: undefined, size: undefined }, rules)).toEqual({
      aspectRatio: undefined,
      resolution: undefined,
      warnings: [],
    });
  });

  it('sends a listed ratio as it is', () => {
    expect(ratioFor('16:9')).toEqual({ aspectRatio: '16:9', resolution: undefined, warnings: [] });
  });

  it('sends 20:9 for 21:9 and says so', () => {
    expect(ratioFor('21:9')).toEqual({
      aspectRatio: '20:9',
      resolution: undefined,
      warnings: [
        {
          type: 'compatibility',
          feature: 'aspectRatio',
          details: '21:9 is not offered by this model; the nearest ratio, 20:9, was sent.',
        },
      ],
    });
  });

  it('sends the listed spelling of the same shape without a warning', () => {
    expect(ratioFor('32:18')).toEqual({ aspectRatio: '16:9', resolution: undefined, warnings: [] });
    expect(ratioFor('1.5:2').warnings).toEqual([]);
  });

  it('accepts a ratio that is 20 % off and refuses one that is farther', () => {
    const square = { ratios: ['1:1'] };

    expect(ratioFor('6:5', square).aspectRatio).toBe('1:1');
    expect(ratioFor('5:6', square).aspectRatio).toBe('1:1');
    expect(() => ratioFor('121:100', square)).toThrow('Accepted: a shape within 20 % of 1:1.');
    expect(() => ratioFor('100:121', square)).toThrow('Invalid aspectRatio: got "100:121".');
  });

  it('lists every accepted ratio when it refuses one', () => {
    expect(() => ratioFor('7:1')).toThrow(
      'Invalid aspectRatio: got "7:1". Accepted: a shape within 20 % of 1:1, 3:4, 4:3, 16:9, 9:16, 20:9, 9:20. Nothing was sent.',
    );
  });

  it('sends auto where it is listed, never as the nearest of another ratio', () => {
    const withAuto = { ratios: ['auto', '1:1'] };

    expect(ratioFor('auto', withAuto)).toMatchObject({ aspectRatio: 'auto', warnings: [] });
    expect(ratioFor('11:10', withAuto).aspectRatio).toBe('1:1');
  });

  it('refuses auto where it is not listed, as it has no nearest ratio', () => {
    expect(() => ratioFor('auto')).toThrow('Invalid aspectRatio: got "auto".');
  });

  it('passes any ratio on when a model has no list', () => {
    expect(ratioFor('7:1', { ratios: undefined })).toEqual({
      aspectRatio: '7:1',
      resolution: undefined,
      warnings: [],
    });
  });

  it('chooses the nearest of the listed ratios, and none that is more than 20 % off', () => {
    const side = fc.integer({ min: 1, max: 50 });
    const ratio = fc.tuple(side, side).map(([width, height]) => `${width}:${height}`);

    fc.assert(
      fc.property(ratio, fc.array(ratio, { minLength: 1, maxLength: 8 }), (asked, ratios) => {
        const best = Math.min(...ratios.map(candidate => distance(candidate, asked)));
        fc.pre(Math.abs(best - Math.log(1.2)) > 1e-6);

        const sent = sentFor(asked, ratios);

        expect([...ratios, undefined]).toContain(sent);
        expect(sent === undefined).toBe(best > Math.log(1.2));
        expect(sent === undefined ? best : distance(sent, asked)).toBeCloseTo(best, 9);
      }),
    );
  });
});

describe('size', () => {
  it('becomes ratio and resolution, with a warning that names both', () => {
    expect(shapeFor('1280x720')).toEqual({
      aspectRatio: '16:9',
      resolution: '1k',
      warnings: [
        {
          type: 'compatibility',
          feature: 'size',
          details:
            'Exact pixel sizes are not offered by this model; for 1280x720, aspect ratio 16:9 and resolution 1k was sent.',
        },
      ],
    });
  });

  it.each([
    ['1500x1000', '1k'],
    ['1501x1000', '2k'],
    ['1024x1024', '1k'],
    ['2048x2048', '2k'],
  ])('of %s asks for the tier %s, whose border is 1.5 megapixels', (size, resolution) => {
    expect(shapeFor(size, { ratios: ['1:1', '3:2'] }).resolution).toBe(resolution);
  });

  it('asks for no resolution where a model has none', () => {
    const { resolution, warnings } = shapeFor('1024x768', { resolutions: false });

    expect(resolution).toBeUndefined();
    expect(warnings).toMatchObject([{ details: expect.stringMatching(/aspect ratio 4:3 was sent\.$/) }]);
  });

  it.each([
    ['1024x1024', '1:1'],
    ['1024x768', '4:3'],
    ['1920x1080', '16:9'],
    ['1000x777', '1000:777'],
  ])('of %s is sent as %s in its lowest terms when a model has no list', (size, aspectRatio) => {
    expect(shapeFor(size, { ratios: undefined }).aspectRatio).toBe(aspectRatio);
  });

  const models: Partial<ShapeRules>[] = [{}, { resolutions: false }, { ratios: undefined }];
  const ratios = ['1:1', '2:1', '16:9'];

  it.each(['8192x8192', '4096x2049'])('of %s is refused: more than twice the largest tier', size => {
    for (const changes of models) {
      expect(() => shapeFor(size, { ratios, ...changes })).toThrow(
        `Invalid size: got "${size}". Accepted: at most 8388608 pixels, twice those of 2048x2048. Nothing was sent.`,
      );
    }
  });

  it.each(['4096x2048', '3840x2160'])('of %s is taken', size => {
    for (const changes of models) {
      expect(shapeFor(size, { ratios, ...changes }).warnings).toMatchObject([{ feature: 'size' }]);
    }
  });

  it('is refused by name when no listed ratio is near', () => {
    expect(() => shapeFor('4000x100')).toThrow('Invalid size: got "4000x100".');
  });

  it('decides only the resolution beside an aspectRatio', () => {
    const shape = resolveShape({ aspectRatio: '1:1', size: '2000x1000' }, rules);

    expect(shape).toMatchObject({ aspectRatio: '1:1', resolution: '2k' });
    expect(shape.warnings).toMatchObject([
      { feature: 'size', details: expect.stringContaining('aspect ratio 1:1 and resolution 2k') },
    ]);
  });
});

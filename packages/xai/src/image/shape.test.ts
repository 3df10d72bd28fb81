import { describe, expect, test } from 'vitest';
import { map } from '../test/map.ts';

const version1 = 'grok-imagine-image';
const version2 = 'grok-imagine-image-2.0';
const redirectedIds = [
  'grok-imagine-image-quality',
  'grok-imagine-image-quality-20260403',
  'grok-imagine-image-quality-latest',
  'grok-imagine-image-pro',
];
const cat = { type: 'url' as const, url: 'https://images.example/cat.webp' };

describe('aspect ratio', () => {
  const ratios = '1:1 3:4 4:3 9:16 16:9 2:3 3:2 9:19.5 19.5:9 9:20 20:9 1:2 2:1 auto'.split(' ');

  test.each([
    [version1, ratios],
    [version2, [...ratios, '21:9', '5:2']],
    ...redirectedIds.map((id): [string, string[]] => [id, [...ratios, '21:9', '5:2']]),
  ])('%s takes its own list as it is', (modelId, accepted) => {
    for (const aspectRatio of accepted) {
      const { body, warnings } = map({}, { aspectRatio }, modelId);
      expect(body.aspect_ratio).toBe(aspectRatio);
      expect(warnings.filter(({ type }) => type === 'compatibility')).toEqual([]);
    }
  });

  test('that version 1 does not make becomes the nearest, with a warning', () => {
    expect(map({}, { aspectRatio: '21:9' }, version1)).toMatchObject({
      body: { aspect_ratio: '20:9' },
      warnings: [
        {
          type: 'compatibility',
          feature: 'aspectRatio',
          details: '21:9 is not offered by this model; the nearest ratio, 20:9, was sent.',
        },
      ],
    });
  });

  test('that is far from all others is refused', () => {
    expect(() => map({}, { aspectRatio: '7:1' }, version1)).toThrow(
      `Invalid aspectRatio: got "7:1". Accepted: a shape within 20 % of ${ratios.join(', ')}. Nothing was sent.`,
    );
  });

  test.each(['grok-imagine-image-3.0', 'grok-4-image', 'grok-2-image', 'constructor'])(
    'goes to the unknown or retired id %s as it is',
    modelId => {
      expect(map({}, { aspectRatio: '7:1' }, modelId)).toMatchObject({
        body: { model: modelId, aspect_ratio: '7:1' },
        warnings: [],
      });
    },
  );

  test('of the options is used when the call has none', () => {
    expect(map({ aspectRatio: '3:4' }).body.aspect_ratio).toBe('3:4');
    expect(map({ aspectRatio: '3:4' }, { aspectRatio: '3:4' }).warnings).toEqual([]);
  });

  test('of the call wins over that of the options, with a warning', () => {
    expect(map({ aspectRatio: '3:4' }, { aspectRatio: '16:9' })).toMatchObject({
      body: { aspect_ratio: '16:9' },
      warnings: [
        {
          type: 'compatibility',
          feature: 'aspectRatio',
          details: "The call's 16:9 was used, not 3:4 of providerOptions.xai.aspectRatio.",
        },
      ],
    });
  });
});

describe('size', () => {
  test.each([
    ['1024x768', '4:3', '1k'],
    ['1792x1024', '16:9', '2k'],
    ['2048x2048', '1:1', '2k'],
  ])('%s becomes a ratio and a resolution, with a warning', (size, ratio, resolution) => {
    expect(map({}, { size })).toMatchObject({
      body: { aspect_ratio: ratio, resolution },
      warnings: [
        {
          type: 'compatibility',
          feature: 'size',
          details: `Exact pixel sizes are not offered by this model; for ${size}, aspect ratio ${ratio} and resolution ${resolution} was sent.`,
        },
      ],
    });
  });

  test('gives way to the resolution of the options, and its warning names only what was sent', () => {
    expect(map({ resolution: '1k' }, { size: '2048x2048' })).toMatchObject({
      body: { aspect_ratio: '1:1', resolution: '1k' },
      warnings: [
        {
          details:
            'Exact pixel sizes are not offered by this model; for 2048x2048, aspect ratio 1:1 was sent.',
        },
      ],
    });
  });

  test('becomes a ratio that the API has a word for, even for an unknown model', () => {
    expect(map({}, { size: '1792x1024' }, 'grok-4-image').body.aspect_ratio).toBe('16:9');
  });
});

describe('an edit of one image keeps its shape', () => {
  test.each(['16:9', '7:1'])('so the ratio %s is not sent, with a warning', aspectRatio => {
    const { body, warnings } = map({}, { aspectRatio, sources: [cat] });
    expect(body).not.toHaveProperty('aspect_ratio', expect.anything());
    expect(warnings).toEqual([
      {
        type: 'unsupported',
        feature: 'aspectRatio',
        details: `An edit of one image keeps the shape of that image; ${aspectRatio} was not sent.`,
      },
    ]);
  });

  test('so a size decides about the resolution only', () => {
    const { body, warnings } = map({}, { size: '1792x1024', sources: [cat] });
    expect(body).toEqual({
      model: version1,
      prompt: 'A cat in a tree',
      n: 1,
      image: { url: cat.url },
      resolution: '2k',
      response_format: 'url',
    });
    expect(warnings).toEqual([
      {
        type: 'compatibility',
        feature: 'size',
        details: 'An edit of one image keeps the shape of that image; for 1792x1024, resolution 2k was sent.',
      },
    ]);
  });

  test('but an edit of several takes a ratio', () => {
    expect(map({}, { aspectRatio: '16:9', sources: [cat, cat] })).toMatchObject({
      body: { aspect_ratio: '16:9' },
      warnings: [],
    });
  });
});

describe('resolution', () => {
  test.each(['1k', '2k'])('%s is sent as it is', resolution => {
    expect(map({ resolution })).toMatchObject({ body: { resolution }, warnings: [] });
  });

  test.each([{ sources: [] }, { sources: [cat] }])('1.5k is sent with a warning: %o', changes => {
    expect(map({ resolution: '1.5k' }, changes)).toMatchObject({
      body: { resolution: '1.5k' },
      warnings: [
        {
          type: 'compatibility',
          feature: 'resolution',
          details: '1.5k stands in the API description only; its price and pixel size are not published.',
        },
      ],
    });
  });
});

describe('quality', () => {
  test.each([version2, 'grok-imagine-image-3.0', 'grok-4-image', 'constructor'])('is sent to %s', modelId => {
    for (const quality of ['low', 'medium', 'auto']) {
      expect(map({ quality }, {}, modelId)).toMatchObject({ body: { quality }, warnings: [] });
    }
  });

  test.each([version1, 'grok-imagine-image-2026-03-02'])('is not sent to %s, with a warning', modelId => {
    const { body, warnings } = map({ quality: 'medium' }, {}, modelId);
    expect(body).not.toHaveProperty('quality', expect.anything());
    expect(warnings).toEqual([
      {
        type: 'unsupported',
        feature: 'quality',
        details: "xAI takes none for this model; 'medium' was not sent.",
      },
    ]);
  });

  test('high is sent with a warning', () => {
    expect(map({ quality: 'high' }, {}, version2)).toMatchObject({
      body: { quality: 'high' },
      warnings: [
        {
          type: 'compatibility',
          feature: 'quality',
          details: "'high' was sent, but xAI publishes neither its meaning nor its price.",
        },
      ],
    });
  });
});

test.each(redirectedIds)('%s is sent as it is, with a warning that names what serves it', modelId => {
  expect(map({}, {}, modelId)).toMatchObject({
    body: { model: modelId },
    warnings: [
      {
        type: 'deprecated',
        setting: 'modelId',
        message:
          'xAI has served this id by grok-imagine-image-2.0 at low quality since 2026-11-02; use that id.',
      },
    ],
  });
});

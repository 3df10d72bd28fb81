import { describe, expect, it } from 'vitest';
import { findDifferences, findEchoedDifference, type AskedPicture } from './differences.ts';

const pictureOf = (width: number, height: number, index = 0) => ({
  data: new Uint8Array(),
  metadata: { width, height, index, mediaType: 'image/jpeg' },
});

describe('what came, compared with what was asked for', () => {
  it.each<[AskedPicture, [number, number], string[]]>([
    [{ ratio: '16:9', resolution: '1k' }, [1280, 720], []],
    [{ ratio: '16:9', resolution: '2k' }, [2560, 1440], []],
    [{ ratio: '9:19.5', resolution: '1k' }, [672, 1456], []],
    [{ ratio: '9:20', resolution: '1k' }, [672, 1456], ['aspectRatio']],
    [{ ratio: '1:1', resolution: '1k' }, [2048, 2048], ['resolution']],
    [{ ratio: '3:2', resolution: '2k' }, [1024, 1024], ['aspectRatio', 'resolution']],
    [{ ratio: 'auto', resolution: '1.5k' }, [1024, 1024], []],
    [{ size: '1024x768' }, [1024, 768], []],
    [{ size: '1024x768' }, [1024, 1024], ['size']],
    [{ format: 'JPEG' }, [3, 2], []],
    [{ format: 'png' }, [3, 2], ['outputFormat']],
    [{}, [3, 2], []],
  ])('%j is not what an image of %o is in %o', (asked, [width, height], features) => {
    const warnings = findDifferences([pictureOf(width, height)], asked);

    expect(warnings.map(warning => 'feature' in warning && warning.feature)).toEqual(features);
  });

  it('is told with the places of the images that differ alike', () => {
    const images = [pictureOf(8, 8, 3), pictureOf(16, 9, 4)];
    expect(findDifferences(images, { ratio: '16:9', format: 'webp' })).toEqual([
      {
        type: 'compatibility',
        feature: 'aspectRatio',
        details: '16:9 was asked for, but an image of 8x8 pixels came (image 3).',
      },
      {
        type: 'compatibility',
        feature: 'outputFormat',
        details: 'webp was asked for, but image/jpeg came (image 3, 4).',
      },
    ]);
  });
});

describe('what a service says it made, compared with what was asked for', () => {
  it.each<[string | undefined, (string | undefined)[], string | undefined]>([
    ['v2.0', ['v1.0', 'v1.0'], 'v2.0 was asked for, but the service says that it made v1.0.'],
    ['v2.0', ['V2.0', undefined], undefined],
    ['v2.0', [], undefined],
    [undefined, ['v1.0'], undefined],
  ])('%s and %j', (asked, said, details) => {
    const warnings = findEchoedDifference('version', asked, said);
    expect(warnings).toEqual(
      details === undefined ? [] : [{ type: 'compatibility', feature: 'version', details }],
    );
  });
});

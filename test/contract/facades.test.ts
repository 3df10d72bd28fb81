import type { ImageWarning } from '@grok-image/core';
import { describe, expect, test, vi } from 'vitest';
import { fieldOf } from './harness/field-of.ts';
import { pictureBytes, type PictureType } from './harness/pictures.ts';
import { stubFacade } from './harness/stub.ts';
import { call, combinations, rejectionOf, titleOf } from './harness/subject.ts';

const pictureTypes: readonly PictureType[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
];

const image = { data: pictureBytes('image/jpeg'), metadata: { width: 8 } };

describe.each(combinations.map(combination => ({ ...combination, title: titleOf(combination) })))(
  'the core in $title',
  ({ sdk, version }) => {
    const isOld = version === 'v1' || version === 'v2';

    test('makes an answer without images one call, and its record reaches the error', async () => {
      const { model, requests } = stubFacade(version, []);
      const error = await rejectionOf(sdk.generateImage({ model, ...call }));
      expect(error).toSatisfy(sdk.NoImageGeneratedError.isInstance);
      expect(error).toMatchObject({
        responses: [{ providerMetadata: { stub: { images: [], requests: [{ delivered: 0 }] } } }],
      });
      expect(fieldOf(error, 'calls', 'length')).toBe(sdk.major === 7 ? 1 : undefined);
      expect(requests).toHaveLength(1);
    });

    test.each([...pictureTypes])('hands on %s as bytes that are labelled rightly', async type => {
      const { model } = stubFacade(version, [{ data: pictureBytes(type), metadata: {} }]);
      const result = await sdk.generateImage({ model, ...call });
      expect(result.image.mimeType ?? result.image.mediaType).toBe(type);
      expect(result.image.uint8Array).toEqual(pictureBytes(type));
    });

    test.each<[string, ImageWarning, object, object]>([
      [
        'of an option',
        { type: 'unsupported', feature: 'quality', details: 'One quality.' },
        { type: 'other', message: 'quality: One quality.' },
        { type: 'unsupported', feature: 'quality', details: 'One quality.' },
      ],
      [
        'of a setting',
        { type: 'unsupported', feature: 'seed' },
        { type: 'unsupported-setting', setting: 'seed' },
        { type: 'unsupported', feature: 'seed' },
      ],
      [
        'in plain words',
        { type: 'other', message: 'One is missing.' },
        { type: 'other', message: 'One is missing.' },
        { type: 'other', message: 'One is missing.' },
      ],
    ])('words a warning %s as the version does', async (_name, warning, old, recent) => {
      vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
      const { model } = stubFacade(version, [image], [warning]);
      const { warnings } = await sdk.generateImage({ model, ...call });
      expect(warnings).toEqual([isOld ? old : recent]);
    });

    test('asks the backend for nothing when the call is aborted before it begins', async () => {
      const { model, requests } = stubFacade(version, [image]);
      const abortSignal = AbortSignal.abort(new TypeError('The user closed the page.'));
      const error = await rejectionOf(sdk.generateImage({ model, ...call, abortSignal }));
      expect(error).toBe(abortSignal.reason);
      expect(requests).toEqual([]);
    });

    test('gives more images than were asked for, and fewer, with their own metadata each', async () => {
      const images = [1, 2, 3].map(width => ({ data: image.data, metadata: { width } }));
      const { model } = stubFacade(version, images);
      const result = await sdk.generateImage({ model, ...call, n: 2 });
      expect(result.images).toHaveLength(3);
      expect(fieldOf(result.responses[0], 'providerMetadata', 'stub', 'images')).toEqual([
        { width: 1 },
        { width: 2 },
        { width: 3 },
      ]);
    });
  },
);

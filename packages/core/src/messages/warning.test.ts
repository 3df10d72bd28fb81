import { describe, expect, it } from 'vitest';
import { toWarningV2, toWarningV3 } from '../specification/warnings.ts';
import { uniqueWarnings, type ImageWarning } from './warning.ts';

describe('uniqueWarnings', () => {
  it('keeps the first of each and their order', () => {
    const size: ImageWarning = { type: 'compatibility', feature: 'size', details: 'a' };
    const seed: ImageWarning = { type: 'unsupported', feature: 'seed' };

    expect(uniqueWarnings([size, seed, { ...size }, { ...size, details: 'b' }, { ...seed }])).toEqual([
      size,
      seed,
      { ...size, details: 'b' },
    ]);
  });

  it('keeps what happened to each request, even if it happened alike', () => {
    const missing: ImageWarning = { type: 'other', message: '10 of 30 images are missing.' };

    expect(uniqueWarnings([missing, { ...missing }])).toEqual([missing, missing]);
  });
});

describe('a warning in the words of each version', () => {
  const cases: [warning: ImageWarning, v2: object, v3: object][] = [
    [
      { type: 'unsupported', feature: 'seed', details: 'No seed.' },
      { type: 'unsupported-setting', setting: 'seed', details: 'No seed.' },
      { type: 'unsupported', feature: 'seed', details: 'No seed.' },
    ],
    [
      { type: 'unsupported', feature: 'size' },
      { type: 'unsupported-setting', setting: 'size' },
      { type: 'unsupported', feature: 'size' },
    ],
    [
      { type: 'unsupported', feature: 'quality', details: 'One quality.' },
      { type: 'other', message: 'quality: One quality.' },
      { type: 'unsupported', feature: 'quality', details: 'One quality.' },
    ],
    [
      { type: 'unsupported', feature: 'quality' },
      { type: 'other', message: 'quality is not supported.' },
      { type: 'unsupported', feature: 'quality' },
    ],
    [
      { type: 'compatibility', feature: 'size', details: '1k was sent.' },
      { type: 'other', message: 'size: 1k was sent.' },
      { type: 'compatibility', feature: 'size', details: '1k was sent.' },
    ],
    [
      { type: 'deprecated', setting: 'modelId', message: 'Use another.' },
      { type: 'other', message: 'modelId: Use another.' },
      { type: 'other', message: 'modelId: Use another.' },
    ],
    [
      { type: 'other', message: 'One image is missing.' },
      { type: 'other', message: 'One image is missing.' },
      { type: 'other', message: 'One image is missing.' },
    ],
  ];

  it.each(cases)('%j', (warning, v2, v3) => {
    expect(toWarningV2(warning)).toEqual(v2);
    expect(toWarningV3(warning)).toEqual(v3);
  });
});

import { APICallError } from '@ai-sdk/provider';
import { describe, expect, test } from 'vitest';
import type { ImageProviderMetadata } from '../stack/model.ts';
import { toImageResult } from '../stack/result.ts';
import { billedByError, billedOf } from './billed.ts';

const image = Uint8Array.of(1);

function billed(providerMetadata: ImageProviderMetadata, n: number = 2) {
  const images = Array.from({ length: n }, () => image);
  return billedOf(toImageResult({ images, warnings: [], providerMetadata, response: {} }, 'model'), n);
}

describe('what a result says of its cost', () => {
  test.each<[what: string, metadata: ImageProviderMetadata, expected: object | undefined]>([
    ['nothing', {}, undefined],
    ['nothing of money', { openai: { images: [{ revisedPrompt: 'A cat' }, {}] } }, undefined],
    [
      'each request, exactly in ticks',
      { xai: { images: [{}, {}], requests: [{ costUsd: 0.02, costTicks: 200_000_001 }, { costUsd: 0.02 }] } },
      { money: { usd: 400_000_001 }, untold: 0 },
    ],
    [
      'one of two requests, and the other failed',
      {
        xai: {
          images: [{}],
          requests: [
            { costUsd: 0.02, requested: 1 },
            { requested: 3, error: 'Reset' },
          ],
        },
      },
      { money: { usd: 200_000_000 }, untold: 3 },
    ],
    [
      'each image',
      { civitai: { images: [{ costBuzz: 13 }, { costBuzz: 13.5 }] } },
      { money: { buzz: 26_500 }, untold: 0 },
    ],
    [
      'a model that was tried before, once for all its images',
      (() => {
        const tried = [{ model: 'xai:grok', class: 'moderation', reason: 'No', costUsd: 0.04 }];
        return {
          civitai: { images: [{ costBuzz: 26 }, { costBuzz: 26 }] },
          grokImage: { images: [{ tried }, { tried }] },
        };
      })(),
      { money: { usd: 400_000_000, buzz: 52_000 }, untold: 0 },
    ],
    [
      'the one that served, not one that may have billed',
      {
        xai: { images: [{ costUsd: 0.02 }, { costUsd: 0.02 }] },
        grokImage: { images: [{ tried: [{ class: 'unknown' }, { class: 'outage' }] }, {}] },
      },
      { money: { usd: 400_000_000 }, untold: 2 },
    ],
    [
      'one that was tried, not the one that served',
      { grokImage: { images: [{ tried: [{ class: 'unknown', costUsd: 0.02 }] }, {}] } },
      { money: { usd: 200_000_000 }, untold: 2 },
    ],
  ])('is told of %s', (_, metadata, expected) => {
    expect(billed(metadata)).toEqual(expected);
  });
});

describe('what an error says of its cost', () => {
  const refused = new APICallError({
    message: 'No',
    url: '',
    requestBodyValues: { prompt: 'A cat' },
    statusCode: 400,
  });
  const reset = new TypeError('fetch failed');
  const paid = Object.assign(new TypeError('Refused'), { cost: { usd: 0.02 } });

  test.each<[what: string, error: unknown, expected: object]>([
    ['a refusal', refused, { kind: 'free' }],
    ['a lost connection', reset, { kind: 'unknown' }],
    ['a bill', paid, { kind: 'cost', money: { usd: 200_000_000 } }],
    ['several refusals', new AggregateError([refused, refused]), { kind: 'free' }],
    [
      'a bill and a refusal',
      new AggregateError([paid, refused]),
      { kind: 'cost', money: { usd: 200_000_000 } },
    ],
    ['a bill and a lost connection', new AggregateError([paid, reset]), { kind: 'unknown' }],
    ['several of nothing', new AggregateError([]), { kind: 'unknown' }],
    ['no error', undefined, { kind: 'unknown' }],
  ])('is told by %s', (_, error, expected) => {
    expect(billedByError(error, undefined)).toEqual(expected);
  });

  test('is not known of a call that its caller has left, but for a bill', () => {
    expect(billedByError(refused, AbortSignal.abort())).toEqual({ kind: 'unknown' });
    expect(billedByError(paid, AbortSignal.abort())).toMatchObject({ kind: 'cost' });
  });
});

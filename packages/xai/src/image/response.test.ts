import { describe, expect, test } from 'vitest';
import { readDeferredState } from './deferred-state.ts';
import { readAnswer, readCostTicks, type XaiImageAnswer } from './response.ts';

const url = 'https://imgen.x.ai/xai-imgen/xai-tmp-imgen-1.jpeg';

function images(json: unknown): XaiImageAnswer {
  const answer = readAnswer(json);
  if ('images' in answer) return answer.images;
  throw new TypeError(`It is the deferred job ${answer.deferredId}`);
}

describe('an answer with images', () => {
  test('is read with all that it says', () => {
    expect(
      images({
        created: 1_776_527_939,
        model: 'grok-imagine-image-2.0',
        data: [
          {
            url,
            mime_type: 'image/jpeg',
            revised_prompt: 'A gray cat',
            respect_moderation: true,
            file_output: {
              file_id: 'file_1',
              filename: 'cat.jpg',
              expires_at: 1_776_531_539,
              public_url: 'https://files-cdn.x.ai/1',
              public_url_expires_at: 1e300,
            },
          },
          { b64_json: 'AAAA', storage_error: 'Quota exceeded.' },
        ],
        usage: { cost_in_usd_ticks: 400_000_000, input_tokens: 7, output_tokens: 9, total_tokens: 16 },
      }),
    ).toEqual({
      items: [
        {
          url,
          revisedPrompt: 'A gray cat',
          respectsModeration: true,
          fileId: 'file_1',
          filename: 'cat.jpg',
          expiresAt: '2026-04-18T16:58:59.000Z',
          publicUrl: 'https://files-cdn.x.ai/1',
        },
        { base64: 'AAAA', storageError: 'Quota exceeded.' },
      ],
      costTicks: 400_000_000,
      model: 'grok-imagine-image-2.0',
      usage: { inputTokens: 7, outputTokens: 9, totalTokens: 16 },
    });
  });

  test('may say nothing but where they are', () => {
    expect(images({ data: [{ url }] })).toEqual({ items: [{ url }] });
  });

  test('may have null in every field', () => {
    const nothing = { url: null, b64_json: null, mime_type: null, revised_prompt: null };
    expect(
      images({
        data: [{ ...nothing, respect_moderation: null, file_output: null, storage_error: null }],
        usage: null,
        model: null,
        created: null,
      }),
    ).toEqual({ items: [{}] });
  });

  test('loses no image to a field of an odd type', () => {
    expect(
      images({
        data: [{ url, revised_prompt: 7, respect_moderation: 'yes', file_output: [], storage_error: {} }],
        usage: 'none',
        model: { id: 'grok' },
      }),
    ).toEqual({ items: [{ url }] });
  });

  test('keeps the place of an item that is none', () => {
    expect(images({ data: [null, 'odd', { url }] }).items).toEqual([{}, {}, { url }]);
  });

  test('takes empty texts as absent', () => {
    expect(images({ data: [{ url: '', b64_json: '' }], model: '' })).toEqual({
      items: [{}],
    });
  });

  test('says why a stored image has no public address', () => {
    const file_output = { file_id: 'file_1', public_url_error: 'Too many public URLs.' };
    expect(images({ data: [{ url, storage_error: '', file_output }] }).items).toEqual([
      { url, fileId: 'file_1', storageError: 'Too many public URLs.' },
    ]);
  });
});

describe('the cost', () => {
  test.each([
    [0, 0],
    [200_000_000, 200_000_000],
    [200_000_000.4, 200_000_000],
    [-1, undefined],
    [1e300, undefined],
    ['200000000', 200_000_000],
    ['2e8', undefined],
    ['', undefined],
    [null, undefined],
  ])('of %o ticks is read as %o: whole, or not at all', (ticks, expected) => {
    const usage = { cost_in_usd_ticks: ticks };
    expect(images({ data: [], usage }).costTicks).toBe(expected);
    expect(readCostTicks({ code: 'x', error: 'y', usage })).toBe(expected);
  });

  test('may be all that a usage says', () => {
    expect(images({ data: [], usage: { cost_in_usd_ticks: 7 } }).usage).toBeUndefined();
  });

  test('is not found in a body that is no object', () => {
    for (const json of [undefined, null, 'text', []]) expect(readCostTicks(json)).toBeUndefined();
  });
});

describe('an answer without images', () => {
  test('is a deferred job when it has an id', () => {
    expect(readAnswer({ request_id: 'job-1' })).toEqual({ deferredId: 'job-1' });
    expect(readAnswer({ request_id: 'job-1', data: null })).toEqual({ deferredId: 'job-1' });
  });

  test('is images when it has an id and images', () => {
    expect(readAnswer({ request_id: 'job-1', data: [{ url }] })).toHaveProperty('images');
  });

  test.each([
    {},
    { data: null },
    { data: 'a string' },
    { request_id: '' },
    { request_id: 'x'.repeat(201) },
    [],
    null,
    undefined,
    7,
  ])('is not understood otherwise: %o', json => {
    expect(() => readAnswer(json)).toThrow('it has neither a list of images nor the id of a deferred job');
  });
});

describe('a deferred job', () => {
  test.each([undefined, 'pending', null, { request_id: 'job-1', status: 'pending' }, { status: 'done' }])(
    'is pending by 202, whatever the body: %o',
    json => {
      expect(readDeferredState(json, 202)).toEqual({ status: 'pending' });
    },
  );

  test('is pending by its status', () => {
    expect(readDeferredState({ status: 'pending' }, 200)).toEqual({ status: 'pending' });
  });

  test('is done when it has images, with or without its id and status', () => {
    const data = [{ url }];
    const done = { status: 'done', images: { items: [{ url }] } };
    expect(readDeferredState({ request_id: 'job-1', status: 'done', data }, 200)).toEqual(done);
    expect(readDeferredState({ data, usage: { total_tokens: 0, image_cost: 2_000_000 } }, 200)).toMatchObject(
      done,
    );
  });

  test.each([
    [{ code: 'internal_error', message: 'Out of luck.' }, 'internal_error', 'Out of luck.'],
    [
      'Generated image rejected by content moderation.',
      undefined,
      'Generated image rejected by content moderation.',
    ],
    [{ code: 7, message: '' }, undefined, 'no reason was given'],
    [{ code: 'x'.repeat(101) }, `${'x'.repeat(99)}…`, 'no reason was given'],
    [null, undefined, 'no reason was given'],
  ])('failed with %o', (error, code, message) => {
    const usage = { cost_in_usd_ticks: 200_000_000 };
    expect(readDeferredState({ status: 'failed', error, usage }, 200)).toEqual({
      status: 'failed',
      code,
      message,
      costTicks: 200_000_000,
    });
  });

  test.each([
    [{ status: 'done', data: null }, ", and its status is 'done'"],
    [{}, ''],
    [null, ''],
    ['text', ''],
  ])('is not understood without a state or an end: %o', (json, state) => {
    expect(() => readDeferredState(json, 200)).toThrow(
      new TypeError(`it has neither a list of images nor a failure${state}`),
    );
  });

  test.each([{ status: 'queued' }, { status: 'rendering', data: [] }])(
    'in a state that is new goes on: %o',
    json => {
      expect(readDeferredState(json, 200)).toEqual({ status: 'pending' });
    },
  );

  test('that ended in another way has failed', () => {
    expect(readDeferredState({ status: 'cancelled' }, 200)).toMatchObject({
      status: 'failed',
      message: "its status is 'cancelled'",
    });
  });

  test('that is done with an empty list has no images', () => {
    expect(readDeferredState({ status: 'done', data: [] }, 200)).toMatchObject({ images: { items: [] } });
  });
});

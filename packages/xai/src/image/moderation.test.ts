import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { APICallError } from '@ai-sdk/provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ContentModerationError } from '../index.ts';
import { call, errorOf, model, withOptions } from '../test/call.ts';
import { answering, startServer } from '../test/server.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false, deferredMs: 0 });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const reason = ' (Generated image rejected by content moderation)';

describe.each([
  ['HTTP 400', 'refuse', {}, 400, reason],
  ['HTTP 400 with the older code', 'fail', {}, 400, reason],
  ['only refused items', 'flag', {}, 200, ''],
  ['an empty list', 'empty', {}, 200, ''],
  ['a failed job', 'refuse', { deferred: true }, 200, reason],
  ['a failed job with another code', 'fail', { deferred: true }, 200, reason],
  ['a job of refused items', 'flag', { deferred: true }, 200, ''],
  ['a job of an empty list', 'empty', { deferred: true }, 200, ''],
] as const)('a refusal by %s', (_name, moderate, options, statusCode, words) => {
  test('is a ContentModerationError with its cost, billed once', async () => {
    emulator.script({ moderate });
    const error = await errorOf(model(emulator.xai).doGenerate(withOptions(options, { n: 2 })));
    expect(ContentModerationError.isInstance(error)).toBe(true);
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message: `Failed to make an image with grok-imagine-image: xAI refused it by its content policy${words}. 0.04 USD were billed. Change the prompt; sending it again as it is costs again.`,
      provider: 'xai.image',
      modelId: 'grok-imagine-image',
      requestId: expect.stringMatching(/^[\w-]{36}$/),
      cost: { usd: 0.04 },
      statusCode,
      isRetryable: false,
      url: expect.stringContaining('/xai/v1/images/'),
      requestBodyValues: { prompt: 'A cat in a tree' },
    });
    expect(emulator.ledger).toHaveLength(1);
  });
});

test('a refusal without a bill says that there may be one', async () => {
  const body = {
    code: 'imagine:content-moderated',
    error: 'Generated image rejected by content moderation.',
  };
  const server = await startServer(answering(body, { status: 400 }));
  const error = await errorOf(model(server).doGenerate(call));
  expect(error).toMatchObject({ message: expect.stringContaining(' The request may have been billed. ') });
  expect(error).toHaveProperty('cost', undefined);
});

test.each([
  [400, { code: 'imagine:content-moderated', error: 'Rejected.' }, true],
  [400, { error: { message: 'Rejected by Content Moderation.' } }, true],
  [400, { code: 'invalid-argument', error: 'Moderate your n.' }, false],
  [403, { code: 'permission-denied', error: 'Not yours.' }, false],
  [200, { error: { message: 'Rejected by content moderation.', code: 'upstream' } }, true],
  [400, { error: '{"error":{"message":"No.","code":"imagine:content-moderated"}}' }, true],
  [500, { code: 'internal', error: 'Content moderation timed out.' }, false],
])('HTTP %d with %o is a refusal: %o', async (status, body, isRefusal) => {
  const server = await startServer(answering(body, { status }));
  const error = await errorOf(model(server).doGenerate(call));
  expect(ContentModerationError.isInstance(error)).toBe(isRefusal);
});

test('a job that is denied after it was accepted is a refusal, in the words of the service', async () => {
  const error = { code: 'permission_denied', message: 'Denied.' };
  const server = await startServer(answering({ status: 'failed', error }));
  const failure = await errorOf(model(server).doGenerate(withOptions({ jobId: 'job-1' })));
  expect(ContentModerationError.isInstance(failure)).toBe(true);
  expect(failure.message).toContain('xAI refused it by its content policy (Denied).');
});

test('one refused image of four gives three images, one warning and one bill', async () => {
  emulator.script({ moderate: 'flag', items: [1] });
  const { images, warnings, providerMetadata } = await model(emulator.xai).doGenerate({ ...call, n: 4 });
  expect(images).toHaveLength(3);
  expect(warnings).toEqual([
    {
      type: 'other',
      message: 'Of 4 images, 1 refused by the content policy. The request was billed 0.08 USD in all.',
    },
  ]);
  const shares = providerMetadata['xai']?.images.map(image => Number(image['costTicks'])) ?? [];
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(800_000_000);
  expect(emulator.ledger).toMatchObject([{ images: 4, delivered: 3, cost: 800_000_000 }]);
});

test('a refused part of a split call leaves the images of the others', async () => {
  emulator.script({ moderate: 'refuse' });
  const { images, warnings } = await model(emulator.xai).doGenerate({ ...call, n: 12 });
  expect([2, 10]).toContain(images.length);
  expect(warnings).toEqual([
    {
      type: 'other',
      message: expect.stringMatching(
        /^(2|10) of 12 images are missing because one request failed: .* refused it by its content policy/,
      ),
    },
  ]);
  expect(emulator.ledger).toHaveLength(2);
});

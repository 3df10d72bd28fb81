import { APICallError, InvalidArgumentError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import type { GeneratedImage } from '../image/generated-image.ts';
import type { ImageBackend, ImageRequest, ImageResponse } from './backend.ts';
import { ContentModerationError, GenerationIncompleteError } from '../errors/index.ts';
import { GenerationTimeoutError, ImageDownloadError } from '../errors/index.ts';
import type { GenerationCost } from '../errors/generation-error.ts';
import { generate } from './generate.ts';
import { answer, apiError, call, testBackend } from '../test/backend.ts';
import { errorOf } from '../test/catch.ts';
import { passTime, stopClock } from '../test/time.ts';

type Part = (request: ImageRequest, attempt: number) => ImageResponse | Error;

/** A backend of one image a request, whose requests do what their part says: the first image's, the second's, … */
function backendOf(...parts: Part[]): ImageBackend & { sent: { part: number; at: number }[] } {
  const sent: { part: number; at: number }[] = [];
  const backend = testBackend({
    maxImagesPerRequest: 1,
    async generate(request) {
      const part = request.offset;
      const attempt = sent.filter(earlier => earlier.part === part).length;
      sent.push({ part, at: Date.now() });
      const outcome = parts[part]?.(request, attempt) ?? answer(request);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  });
  return { ...backend, sent };
}

const delivers: Part = request => answer(request);
const refuses: Part = () => apiError('Refused.', false);
const neverStarts: Part = () => apiError('Too busy.', true);
const startsAtThird: Part = (request, attempt) =>
  attempt < 2 ? apiError('Too busy.', true) : answer(request);
const startsAfterSevenSeconds: Part = (request, attempt) =>
  attempt === 0 ? apiError('Too busy.', true, { 'retry-after': '7' }) : answer(request);
const startsTomorrow: Part = () => apiError('Quota used up.', true, { 'retry-after': '86400' });
const breaksOff: Part = () => apiError('The connection broke.', false);
const isGone: Part = () =>
  undelivered('https://images.test/1.jpg', async () => {
    throw new RangeError('gone');
  });

function undelivered(url: string, retryDownload: () => Promise<GeneratedImage[]>): ImageDownloadError {
  const details = { provider: 'test.image', modelId: 'test-model' };
  return new ImageDownloadError({
    ...details,
    message: 'Failed to fetch a paid image.',
    cause: undefined,
    urls: [url],
    retryDownload,
  });
}

describe('a part that fails', () => {
  it('costs its own images only, and a warning says how many and why', async () => {
    const { images, warnings, providerMetadata } = await generate(backendOf(delivers, refuses, delivers), {
      ...call,
      n: 3,
    });

    expect(images).toHaveLength(2);
    expect(providerMetadata['test']?.images).toEqual([{ index: 0 }, { index: 2 }]);
    expect(warnings).toEqual([
      { type: 'other', message: '1 of 3 images are missing because one request failed: Refused.' },
    ]);
  });

  it('that throws before it is a promise is treated alike', async () => {
    const backend = testBackend({
      maxImagesPerRequest: 1,
      generate(request) {
        if (request.offset === 0) throw new RangeError('Unmappable.');
        return Promise.resolve(answer(request));
      },
    });

    const { images, warnings } = await generate(backend, { ...call, n: 2 });

    expect(images).toHaveLength(1);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('Unmappable.') }]);
  });

  it('to fetch its paid images names their addresses, as a warning has no other place for them', async () => {
    const { warnings } = await generate(backendOf(delivers, isGone), { ...call, n: 2 });

    expect(warnings).toMatchObject([{ message: expect.stringContaining('https://images.test/1.jpg') }]);
  });
});

describe('a part that certainly never started', () => {
  it('is repeated twice, and its siblings are not', async () => {
    stopClock();
    const backend = backendOf(delivers, startsAtThird);

    const { images, warnings } = await passTime(generate(backend, { ...call, n: 2 }));

    expect(images).toHaveLength(2);
    expect(warnings).toEqual([]);
    expect(backend.sent.map(({ part }) => part)).toEqual([0, 1, 1, 1]);
    const [, , second, third] = backend.sent.map(({ at }) => at);
    // With jitter of a quarter.
    expect(second).toBeGreaterThanOrEqual(1000);
    expect(second).toBeLessThanOrEqual(1250);
    expect(third).toBeGreaterThanOrEqual(3000);
    expect(third).toBeLessThanOrEqual(3750);
  });

  it('is repeated when the service says', async () => {
    stopClock();
    const backend = backendOf(delivers, startsAfterSevenSeconds);

    await passTime(generate(backend, { ...call, n: 2 }));

    expect(backend.sent.at(-1)?.at).toBeGreaterThanOrEqual(7000);
    expect(backend.sent.at(-1)?.at).toBeLessThanOrEqual(8750);
  });

  it('is repeated for as long as it takes where the service says that there are too many', async () => {
    stopClock();
    const busy = new APICallError({
      message: 'Slow down.',
      url: 'https://api.test',
      requestBodyValues: {},
      statusCode: 429,
      isRetryable: true,
    });
    const backend = backendOf(delivers, (request, attempt) => (attempt < 9 ? busy : answer(request)));

    const { images, warnings } = await passTime(generate(backend, { ...call, n: 2 }));

    expect([images.length, warnings]).toEqual([2, []]);
    expect(backend.sent.filter(({ part }) => part === 1)).toHaveLength(10);
  });

  it('is given up after two repeats', async () => {
    stopClock();
    const backend = backendOf(delivers, neverStarts);

    const { images, warnings } = await passTime(generate(backend, { ...call, n: 2 }));

    expect(images).toHaveLength(1);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('Too busy.') }]);
    expect(backend.sent.filter(({ part }) => part === 1)).toHaveLength(3);
  });

  it('is given up at once when the service wants more than a minute, as paid siblings wait with it', async () => {
    stopClock();
    const backend = backendOf(delivers, startsTomorrow);

    const { images, warnings } = await passTime(generate(backend, { ...call, n: 2 }));

    expect(images).toHaveLength(1);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('Quota used up.') }]);
    expect(Date.now()).toBe(0);
  });

  it('is not repeated once the caller aborts, who gets the own reason at once', async () => {
    stopClock();
    const controller = new AbortController();
    const reason = new RangeError('changed my mind');
    const backend = backendOf(delivers, (_, attempt) => {
      if (attempt === 0) queueMicrotask(() => controller.abort(reason));
      return apiError('Too busy.', true, { 'retry-after': '50' });
    });

    await expect(passTime(generate(backend, { ...call, n: 2, abortSignal: controller.signal }))).rejects.toBe(
      reason,
    );
    expect(backend.sent).toHaveLength(2);
    expect(Date.now()).toBe(0);
  });
});

function refused(cost: GenerationCost): ContentModerationError {
  const details = { provider: 'test.image', modelId: 'test', url: 'https://api.test', requestBodyValues: {} };
  return new ContentModerationError({ ...details, message: 'Refused by policy.', cost });
}

function late(jobId: string): GenerationTimeoutError {
  const message = `Collect ${jobId}.`;
  return new GenerationTimeoutError({
    provider: 'test.image',
    modelId: 'test',
    jobId,
    timeoutMs: 5,
    message,
  });
}

describe('a call of one request', () => {
  it('is not repeated here: that is for AI SDK and its maxRetries', async () => {
    const backend = backendOf(neverStarts);

    const error = await errorOf(generate(backend, call));

    expect(error).toMatchObject({ message: 'Too busy.', isRetryable: true });
    expect(backend.sent).toHaveLength(1);
  });
});

describe('a part that fails beside others', () => {
  it('leaves a record of what resumes it', async () => {
    const { providerMetadata } = await generate(
      backendOf(delivers, () => late('job-2')),
      { ...call, n: 2 },
    );

    expect(providerMetadata['test']?.requests[1]).toMatchObject({
      jobId: 'job-2',
      resume: { jobId: 'job-2' },
    });
  });

  it('is told with where the service keeps the paid image that has no address', async () => {
    const rescue = "The image is stored: read it by grok.files.content('file_PAID').";
    const lost = new ImageDownloadError({
      provider: 'test.image',
      modelId: 'test-model',
      message: 'Failed to fetch a paid image.',
      cause: new RangeError('It was cut off.'),
      urls: [],
      rescue,
      retryDownload: async () => [],
    });
    const { warnings } = await generate(
      backendOf(delivers, () => lost),
      { ...call, n: 2 },
    );

    expect(warnings).toMatchObject([
      { message: expect.stringMatching(/It was cut off\. .*'file_PAID'\)\. The images are paid\.$/) },
    ]);
  });

  it('leaves a record of what it cost', async () => {
    const backend = backendOf(
      request => answer(request),
      () => Object.assign(refused({ usd: 0.25 }), { requestId: 'request-2' }),
    );

    const { providerMetadata } = await generate(backend, { ...call, n: 2 });

    expect(providerMetadata['test']?.requests).toEqual([
      expect.anything(),
      {
        requestId: 'request-2',
        requested: 1,
        delivered: 0,
        error: 'Refused by policy.',
        costUsd: 0.25,
        missing: [{ index: 1, reason: 'Refused by policy.' }],
      },
    ]);
  });
});

describe('two parts that fail alike', () => {
  it('are two warnings, so that every missing image is counted', async () => {
    const { images, warnings } = await generate(
      backendOf(refuses, request => answer(request), refuses),
      { ...call, n: 3 },
    );

    expect(images).toHaveLength(1);
    expect(warnings.map(warning => warning.type === 'other' && warning.message)).toEqual([
      '1 of 3 images are missing because one request failed: Refused.',
      '1 of 3 images are missing because one request failed: Refused.',
    ]);
  });
});

describe('when every part fails', () => {
  it('throws an error that AI SDK may repeat only if no part ever started', async () => {
    stopClock();

    const error = await errorOf(passTime(generate(backendOf(neverStarts, neverStarts), { ...call, n: 2 })));

    expect(error).toMatchObject({ message: 'Too busy.', isRetryable: true });
  });

  it('throws one that AI SDK does not repeat if any part may have been billed', async () => {
    stopClock();
    const error = await errorOf(passTime(generate(backendOf(neverStarts, breaksOff), { ...call, n: 2 })));

    expect(error.message).toContain('The connection broke.');
    expect(error).not.toSatisfy(APICallError.isInstance);
  });

  it('throws what is wrong with the call, as it is, when no part could be sent', async () => {
    stopClock();
    const wrong = new InvalidArgumentError({ argument: 'n', message: 'Invalid n.' });
    const backend = backendOf(neverStarts, () => wrong);

    const error = await errorOf(passTime(generate(backend, { ...call, n: 2 })));

    expect(error).toBe(wrong);
  });

  it('throws one error that holds each of them, where paid images are, and what all of it cost', async () => {
    const lost = undelivered('https://images.test/1.jpg', async () => []);
    const errors = [refused({ usd: 0.25 }), lost, refused({ usd: 0.5, buzz: 26 })] as const;
    const backend = backendOf(
      () => errors[0],
      () => errors[1],
      () => errors[2],
    );

    const error = await errorOf(generate(backend, { ...call, n: 3 }));

    expect(error).toSatisfy(GenerationIncompleteError.isInstance);
    expect(error).not.toSatisfy(APICallError.isInstance);
    expect(error).toMatchObject({
      message: `All 3 requests of the call failed; each is in error.errors. Refused by policy. ${lost.message}`,
      provider: 'test.image',
      modelId: 'test-model',
      errors,
      urls: ['https://images.test/1.jpg'],
      resumes: [],
      cost: { usd: 0.75, buzz: 26 },
      requests: [{ costUsd: 0.25 }, { requested: 1, delivered: 0 }, { costUsd: 0.5, costBuzz: 26 }],
    });
  });

  it('throws one that fetches the paid images of all parts again', async () => {
    const one = { data: Uint8Array.of(1), metadata: { index: 1 } };
    const two = { data: Uint8Array.of(2), metadata: { index: 2 } };
    const lost = [
      undelivered('https://images.test/1.jpg', async () => [one]),
      undelivered('https://images.test/2.jpg', async () => {
        throw new RangeError('gone');
      }),
      undelivered('https://images.test/3.jpg', async () => [two]),
    ] as const;
    const backend = backendOf(
      () => lost[0],
      () => lost[1],
      () => lost[2],
    );

    const error = await errorOf(generate(backend, { ...call, n: 3 }));

    expect(error).toMatchObject({
      urls: ['https://images.test/1.jpg', 'https://images.test/2.jpg', 'https://images.test/3.jpg'],
    });
    expect(GenerationIncompleteError.isInstance(error) && (await error.retryDownload())).toEqual([one, two]);
  });

  it('throws one that resumes every job that goes on', async () => {
    const backend = backendOf(
      refuses,
      () => late('job-1'),
      () => late('job-2'),
    );

    const error = await errorOf(generate(backend, { ...call, n: 3 }));

    expect(error).toMatchObject({
      message: expect.stringMatching(/^All 3 requests .* Refused\. Collect job-1\. Collect job-2\.$/),
      resumes: [{ jobId: 'job-1' }, { jobId: 'job-2' }],
      requests: [{}, { resume: { jobId: 'job-1' } }, { resume: { jobId: 'job-2' } }],
    });
  });

  it('throws the same again when none of their images can be fetched later', async () => {
    const error = await errorOf(generate(backendOf(isGone, isGone), { ...call, n: 2 }));
    const again = await errorOf(
      async () => GenerationIncompleteError.isInstance(error) && error.retryDownload(),
    );

    expect(again).toBe(error);
  });

  it('throws one that has nothing to fetch when nothing was made', async () => {
    const error = await errorOf(generate(backendOf(refuses, refuses), { ...call, n: 2 }));

    expect(GenerationIncompleteError.isInstance(error) && (await error.retryDownload())).toEqual([]);
  });
});

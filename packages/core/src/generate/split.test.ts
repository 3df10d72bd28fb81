import { APICallError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import type { ImageBackend, ImageRequest, ImageResponse } from './backend.ts';
import {
  ContentModerationError,
  GenerationTimeoutError,
  ImageDownloadError,
  type GenerationCost,
} from '../errors/index.ts';
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

function undelivered(url: string, retryDownload: () => Promise<Uint8Array[]>): ImageDownloadError {
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
    expect(backend.sent).toEqual([
      { part: 0, at: 0 },
      { part: 1, at: 0 },
      { part: 1, at: 1000 },
      { part: 1, at: 3000 },
    ]);
  });

  it('is repeated when the service says', async () => {
    stopClock();
    const backend = backendOf(delivers, startsAfterSevenSeconds);

    await passTime(generate(backend, { ...call, n: 2 }));

    expect(backend.sent.at(-1)).toEqual({ part: 1, at: 7000 });
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

function late(requestId: string): GenerationTimeoutError {
  const message = `Collect ${requestId}.`;
  return new GenerationTimeoutError({
    provider: 'test.image',
    modelId: 'test',
    requestId,
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
  it('leaves a record of what it cost', async () => {
    const backend = backendOf(
      request => answer(request),
      () => Object.assign(refused({ usd: 0.25 }), { requestId: 'request-2' }),
    );

    const { providerMetadata } = await generate(backend, { ...call, n: 2 });

    expect(providerMetadata['test']?.requests).toEqual([
      expect.anything(),
      { requestId: 'request-2', requested: 1, delivered: 0, error: 'Refused by policy.', costUsd: 0.25 },
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

    expect(error).toMatchObject({
      message: expect.stringContaining('The connection broke.'),
      isRetryable: false,
    });
  });

  it('throws the one that says where paid images are, before any other, with what all of them cost', async () => {
    const lost = undelivered('https://images.test/1.jpg', async () => []);
    const backend = backendOf(
      () => refused({ usd: 0.25 }),
      () => lost,
      () => refused({ usd: 0.5 }),
    );

    const error = await errorOf(generate(backend, { ...call, n: 3 }));

    expect(error).toMatchObject({
      name: 'ImageDownloadError',
      message: `All 3 requests of the call failed; each is in cause.errors. ${lost.message} Refused by policy.`,
      urls: ['https://images.test/1.jpg'],
      cost: { usd: 0.75 },
      cause: { errors: [expect.anything(), lost, expect.anything()] },
    });
  });

  it('throws one that says what the refusals of all parts cost', async () => {
    const backend = backendOf(
      () => refused({ buzz: 26 }),
      () => refused({ buzz: 104 }),
    );

    const error = await errorOf(generate(backend, { ...call, n: 2 }));

    expect(error).toMatchObject({ name: 'ContentModerationError', cost: { buzz: 130 }, isRetryable: false });
  });

  it('throws one that says where the paid images of all parts are', async () => {
    const [one, two] = [new Uint8Array([1]), new Uint8Array([2])];
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
      name: 'ImageDownloadError',
      urls: ['https://images.test/1.jpg', 'https://images.test/2.jpg', 'https://images.test/3.jpg'],
      cause: { errors: lost },
    });
    expect(ImageDownloadError.isInstance(error) && (await error.retryDownload())).toEqual([one, two]);
  });

  it('throws one that names every job that goes on', async () => {
    const backend = backendOf(
      refuses,
      () => late('job-1'),
      () => late('job-2'),
    );

    const error = await errorOf(generate(backend, { ...call, n: 3 }));

    expect(error).toMatchObject({
      name: 'GenerationTimeoutError',
      message: expect.stringMatching(/^All 3 requests .* Collect job-1\. Refused\. Collect job-2\.$/),
      requestId: 'job-1',
      timeoutMs: 5,
    });
  });

  it('throws one that names the job of every part that cannot be asked for', async () => {
    const backend = backendOf(
      () => apiError('Collect job 1.', false),
      () => apiError('Collect job 2.', false),
    );

    const error = await errorOf(generate(backend, { ...call, n: 2 }));

    expect(error).toSatisfy(APICallError.isInstance);
    expect(error.message).toMatch(/Collect job 1\. Collect job 2\.$/);
    expect(error).toMatchObject({ isRetryable: false, cause: { errors: { length: 2 } } });
  });

  it('throws the same again when none of their images can be fetched later', async () => {
    const error = await errorOf(generate(backendOf(isGone, isGone), { ...call, n: 2 }));
    const again = await errorOf(async () => ImageDownloadError.isInstance(error) && error.retryDownload());

    expect(again).toMatchObject({ name: 'ImageDownloadError', message: error.message });
  });
});

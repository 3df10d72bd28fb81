import { inspect } from 'node:util';
import { AISDKError, APICallError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import {
  ContentModerationError,
  GenerationFailedError,
  GenerationTimeoutError,
  ImageDownloadError,
  InsufficientFundsError,
} from './index.ts';

const details = {
  provider: 'test.image',
  modelId: 'test-model',
  requestId: 'request-1',
  workflowId: 'workflow-1',
};
const cost = { usd: 0.02 };
const request = { message: 'It failed.', url: 'https://api.test', requestBodyValues: { prompt: 'A cat' } };

const errors = {
  ContentModerationError: {
    kind: ContentModerationError,
    error: new ContentModerationError({ ...details, ...request, cost, statusCode: 503 }),
  },
  InsufficientFundsError: {
    kind: InsufficientFundsError,
    error: new InsufficientFundsError({ ...details, ...request, statusCode: 429 }),
  },
  GenerationFailedError: {
    kind: GenerationFailedError,
    error: new GenerationFailedError({ ...details, message: 'It failed.', cost, reasons: ['no GPU'] }),
  },
  GenerationTimeoutError: {
    kind: GenerationTimeoutError,
    error: new GenerationTimeoutError({ ...details, message: 'It failed.', cost, timeoutMs: 1000 }),
  },
  ImageDownloadError: {
    kind: ImageDownloadError,
    error: new ImageDownloadError({
      ...details,
      message: 'It failed.',
      cost,
      cause: new RangeError('offline'),
      urls: ['https://images.test/1'],
      retryDownload: async () => [],
    }),
  },
};

describe.each(Object.entries(errors))('%s', (name, { kind, error }) => {
  it('carries its name, message and ids', () => {
    expect(error).toMatchObject({ ...details, name, message: 'It failed.' });
    expect(error).toBeInstanceOf(Error);
    expect(AISDKError.isInstance(error)).toBe(true);
  });

  it('is recognised by its own class only', () => {
    for (const other of Object.values(errors))
      expect(kind.isInstance(other.error)).toBe(other.error === error);
    for (const other of [undefined, null, 'text', {}, new Error(name)])
      expect(kind.isInstance(other)).toBe(false);
  });

  it('is never one that AI SDK repeats', () => {
    expect('isRetryable' in error && error.isRetryable).toBe(false);
  });

  it('shows no marker when it is logged', () => {
    expect(inspect(error)).not.toContain('grok-image.error');
  });
});

describe('the errors of a request', () => {
  it.each([errors.ContentModerationError, errors.InsufficientFundsError])(
    'are API call errors to every AI SDK major ($error.name)',
    ({ error }) => {
      expect(APICallError.isInstance(error)).toBe(true);
    },
  );

  it('name the images of the request by their length', () => {
    const image = `data:image/png;base64,${'A'.repeat(5000)}`;
    const requestBodyValues = { prompt: 'data: bars, no image', image: { url: image } };

    for (const kind of [ContentModerationError, InsufficientFundsError]) {
      const error = new kind({ ...details, ...request, requestBodyValues });
      expect(error.requestBodyValues).toEqual({
        prompt: 'data: bars, no image',
        image: { url: 'data:image/png;base64, 5022 characters' },
      });
    }
  });
});

describe('what was billed', () => {
  it.each([
    errors.ContentModerationError.error,
    errors.GenerationFailedError.error,
    errors.GenerationTimeoutError.error,
    errors.ImageDownloadError.error,
  ])('stands on $name', error => {
    expect(error.cost).toEqual({ usd: 0.02 });
  });
});

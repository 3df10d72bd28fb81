import { generateImage } from 'ai';
import { describe, expect, test } from 'vitest';
import { createGrok, GenerationFailedError, InsufficientFundsError } from '../index.ts';
import { call, errorOf, model } from '../test/call.ts';
import { startServer } from '../test/server.ts';

const sentence = 'Your team has used all available credits or reached its monthly spending limit.';

describe('an account that cannot pay', () => {
  test.each([
    [402, { code: 'payment-required', error: 'Pay first.' }],
    [402, { code: 'permission-denied', error: sentence }],
    [403, { code: 'permission-denied', error: sentence }],
    [429, { code: 'resource-exhausted', error: sentence }],
    [403, { code: 'permission-denied', error: "Your newly created team doesn't have any credits yet." }],
    [429, { error: { message: 'You exceeded your current quota.', code: 'insufficient_quota' } }],
    [403, { error: { message: 'Insufficient balance', code: 'insufficient_user_quota' } }],
    [200, { error: { message: 'Insufficient balance', code: 'insufficient_user_quota' } }],
    [200, { error: 'Insufficient balance.' }],
    [429, { detail: { error: { message: 'Over.', code: 'insufficient_quota' } } }],
    [403, { error: { message: '{"error":"Insufficient balance"}', code: 'upstream_error' } }],
  ])('is told from everything else at the first request: HTTP %i %j', async (status, body) => {
    const server = await startServer(() => ({ status, body, headers: { 'retry-after': '0' } }));
    const image = createGrok(server.access).image('grok-imagine-image');
    const error = await errorOf(generateImage({ model: image, prompt: 'A cat', maxRetries: 2 }));

    expect(InsufficientFundsError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ requestId: 'request-1', statusCode: status, isRetryable: false });
    expect(error.message).toMatch(/Nothing was started\. Top the account up\.$/);
    expect(server.received).toHaveLength(1);
  });

  test.each([
    [403, { code: 'permission-denied', error: 'Insufficient permissions: the key lacks a scope.' }],
    [403, { code: 'permission-denied', error: 'Your team is not allowed to use this model.' }],
    [429, { code: 'resource-exhausted', error: 'Too many requests for team t and model m.' }],
    [402, '<html></html>'],
    [200, { error: { message: 'The model is gone.' } }],
  ])('is not what every no means: HTTP %i %j', async (status, body) => {
    const server = await startServer(() => ({ status, body }));
    const error = await errorOf(model(server, { rateLimit: false }).doGenerate(call));

    expect(InsufficientFundsError.isInstance(error)).toBe(false);
  });
});

describe('a failed request that was billed', () => {
  const usage = { cost_in_usd_ticks: 200_000_000 };

  test.each([200, 403, 422, 503])('is a refusal by its code, under HTTP %i', async status => {
    const body = { code: 'imagine:content-moderated', error: 'No.', usage };
    const server = await startServer(() => ({ status, body }));
    const error = await errorOf(model(server).doGenerate(call));

    expect(error).toMatchObject({ name: 'ContentModerationError', cost: { usd: 0.02 }, isRetryable: false });
    expect(error.message).toContain('0.02 USD were billed.');
  });

  test.each([400, 429, 503])('says what it cost with another code, under HTTP %i', async status => {
    const body = { code: 'imagine:something-new', error: 'No.', usage };
    const server = await startServer(() => ({ status, body, headers: { 'retry-after': '0' } }));
    const image = createGrok(server.access).image('grok-imagine-image');
    const error = await errorOf(generateImage({ model: image, prompt: 'A cat' }));

    expect(GenerationFailedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ cost: { usd: 0.02 }, requestId: 'request-1' });
    expect(error.message).toContain('0.02 USD were billed.');
    expect(server.received).toHaveLength(1);
  });
});

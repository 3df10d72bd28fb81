import { createOpenAI } from '@ai-sdk/openai';
import type { Fault } from '@grok-image/emulator';
import { APICallError, generateImage, wrapImageModel, type ImageModelMiddleware } from 'ai';
import { expect, test } from 'vitest';
import { errorOf, startService } from '../test/service.ts';
import { billOnceMiddleware } from './index.ts';

const prompt = 'A cat in a tree';

/** What AI SDK pays up to three times without the middleware. */
const faults: readonly (readonly [string, Fault])[] = [
  ['a connection that breaks after the request came', { reset: 'after', times: 9 }],
  ['a 502 in the place of the answer', { answer: { status: 502, body: 'Bad gateway' }, times: 9 }],
  ['an answer without a picture', { malform: 'no-data', times: 9 }],
];

test.each(faults)('%s is paid once, by the models of @ai-sdk/xai and @ai-sdk/openai', async (_, fault) => {
  const { emulator, peer } = startService();
  const openai = createOpenAI({ ...emulator.xai, fetch: emulator.fetch }).image('grok-imagine-image');
  for (const model of [peer, openai]) {
    emulator.reset();
    emulator.script(fault);
    const once = wrapImageModel({ model, middleware: billOnceMiddleware() });
    await errorOf(generateImage({ model: once, prompt }));
    expect(emulator.ledger).toHaveLength(1);
  }
});

test('a 502 in the place of the answer costs three bills without it', async () => {
  const { emulator, peer } = startService();
  const headers = { 'retry-after-ms': '1' };
  emulator.script({ answer: { status: 502, body: 'Bad gateway', headers }, times: 9 });
  const model = wrapImageModel({ model: peer, middleware: passing });
  await errorOf(generateImage({ model, prompt, maxRetries: 2 }));
  expect(emulator.ledger).toHaveLength(3);
});

const passing: ImageModelMiddleware = { specificationVersion: 'v4' };

test('the error says that the request may have been billed, and keeps all that it knew', async () => {
  const { emulator, peer } = startService();
  emulator.script({ answer: { status: 502, body: 'Bad gateway', headers: { 'x-request-id': 'r1' } } });
  const model = wrapImageModel({ model: peer, middleware: billOnceMiddleware() });
  const error = await errorOf(generateImage({ model, prompt }));
  expect(error.message).toMatch(/may have been carried out and billed/);
  expect(APICallError.isInstance(error) && error).toMatchObject({
    statusCode: 502,
    isRetryable: false,
    responseHeaders: { 'x-request-id': 'r1' },
  });
});

test('what was certainly not started is left to AI SDK, which sends it again', async () => {
  const { emulator, peer } = startService();
  emulator.script({ status: 429, headers: { 'retry-after-ms': '1' } });
  const model = wrapImageModel({ model: peer, middleware: billOnceMiddleware() });
  const { images } = await generateImage({ model, prompt });
  expect(images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);
});

function isUnavailable(error: unknown): boolean {
  return APICallError.isInstance(error) && error.statusCode === 503;
}

test('a service that is known to have started nothing may be named', async () => {
  const { emulator, peer } = startService();
  emulator.script({ status: 503, headers: { 'retry-after-ms': '1' } });
  const model = wrapImageModel({ model: peer, middleware: billOnceMiddleware({ certain: isUnavailable }) });
  const { images } = await generateImage({ model, prompt });
  expect(images).toHaveLength(1);
});

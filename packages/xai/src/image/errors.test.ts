import { APICallError } from '@ai-sdk/provider';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call, errorOf, model, withOptions } from '../test/call.ts';
import { answering, startServer } from '../test/server.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const failed = 'Failed to make an image with grok-imagine-image: ';
const refused = ' The request was refused, so nothing was generated. ';
const unknown =
  ' The request may have been carried out and billed. Look at the usage log of the service at baseURL before you send it again.';
const deferred = ' With providerOptions.xai.deferred no answer takes long.';
/** What only a host of xAI is said of. */
const ofXai = ' Look at the usage page of console.x.ai before you send it again: xAI has no idempotency key.';
const notStarted = ' The request was not started, so nothing was billed. Wait, then send it again.';
const checkKey = 'Check the API key and what its account may use.';
const correctIt = 'Correct it before you send it again.';

describe('an answer with status', () => {
  test.each<[status: number, message: string, isRetryable: boolean]>([
    [400, `Invalid request (HTTP 400, invalid-argument).${refused}${correctIt}`, false],
    [401, `No credentials presented (HTTP 401, unauthenticated:no-credentials).${refused}${checkKey}`, false],
    [
      403,
      `The API key does not have permission to use this endpoint (HTTP 403, permission-denied).${refused}${checkKey}`,
      false,
    ],
    [413, `length limit exceeded (HTTP 413).${refused}${correctIt}`, false],
    [
      422,
      `Failed to deserialize the JSON body into the target type: missing field \`prompt\` at line 1 column 2 (HTTP 422).${refused}${correctIt}`,
      false,
    ],
    [500, `Internal error (HTTP 500, internal).${unknown}`, false],
    [502, `502 Bad Gateway (HTTP 502).${unknown}`, false],
    [503, `The service is currently unavailable (HTTP 503, unavailable).${unknown}`, false],
    [504, `Deadline exceeded (HTTP 504, deadline-exceeded).${unknown}${deferred}`, false],
    [529, `The model is overloaded. Please try again later (HTTP 529, overloaded).${unknown}`, false],
  ])(
    '%d says what happened, whether money was spent and what to do',
    async (status, message, isRetryable) => {
      emulator.script({ status });
      const error = await errorOf(model(emulator.xai).doGenerate(call));
      expect(APICallError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ message: failed + message, statusCode: status, isRetryable });
      expect(emulator.requests).toHaveLength(1);
    },
  );

  test('a page of a content network says so by its title', async () => {
    const body = '<html><title>524: A timeout occurred</title></html>';
    emulator.script({ status: 524, body, headers: { 'content-type': 'text/html' } });
    const error = await errorOf(model(emulator.xai).doGenerate(call));
    expect(error.message).toBe(`${failed}524: A timeout occurred (HTTP 524).${unknown}${deferred}`);
  });

  test('429 may be sent again, as it was not started', async () => {
    emulator.script({ status: 429, headers: { 'retry-after': '3' } });
    const error = await errorOf(model(emulator.xai, { rateLimit: false }).doGenerate(call));
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^Failed to make .*: Too many requests for team .*resource-exhausted\)\./,
      ),
      isRetryable: true,
      responseHeaders: { 'retry-after': '3' },
    });
    expect(error.message).toContain(notStarted);
  });

  test.each([
    ['api.x.ai itself', 'https://api.x.ai/v1', {}, true],
    ['a region of xAI', 'https://eu-west-1.api.x.ai/v1', {}, true],
    ['a proxy in front of it', 'https://api.x.ai/v1', { body: '<html>Busy</html>' }, false],
    ['a proxy that speaks JSON', 'https://api.x.ai/v1', { body: { error: 'Busy' } }, false],
    ['a proxy that speaks alike', 'https://api.x.ai/v1', { headers: { 'x-request-id': '' } }, false],
    ['another host', 'https://api.x.ai.example/v1', {}, false],
  ])('503 of %s may be sent again: %s', async (_name, baseURL, changes, isRetryable) => {
    const answer = { body: { code: 'unavailable', error: 'At capacity.' }, headers: {}, ...changes };
    const fetch = async () =>
      new Response(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body), {
        status: 503,
        headers: { 'retry-after': '0', 'x-request-id': 'request-1', ...answer.headers },
      });
    const error = await errorOf(model({ ...emulator.xai, baseURL }, { fetch }).doGenerate(call));
    expect(error).toMatchObject({
      isRetryable,
      message: expect.stringContaining(
        isRetryable ? notStarted : baseURL.endsWith('.x.ai/v1') ? ofXai : unknown,
      ),
    });
  });

  test.each([
    ['a page', '<html>Sign in</html>'],
    ['nothing', ''],
    ['JSON of somebody else', '{"output":[]}'],
    ['an error without a request id', '{"code":"x","error":"Something failed."}'],
  ])('a no of something in between leaves the outcome open: %s', async (_name, body) => {
    const fetch = async () => new Response(body, { status: 403 });
    const error = await errorOf(model(emulator.xai, { fetch }).doGenerate(call));
    expect(error).toMatchObject({ isRetryable: false, message: expect.stringContaining(unknown) });
  });
});

describe('an error body', () => {
  test.each<[body: unknown, reason: string]>([
    [
      { error: { message: 'No channel.', type: 'x', code: 'no_channel' } },
      'No channel (HTTP 400, no_channel)',
    ],
    [{ code: '400', error: 'Argument not supported: size' }, 'Argument not supported: size (HTTP 400)'],
    [
      { code: 'Client specified an invalid argument', error: 'No.' },
      'No (HTTP 400, Client specified an invalid argument)',
    ],
    [{ error: 'Just a sentence' }, 'Just a sentence (HTTP 400)'],
    [{ error: { code: 404, message: 'Not here.' } }, 'Not here (HTTP 400, 404)'],
    [{ error: '{"detail":[{"loc":["body","n"],"msg":"too large"}]}' }, 'body.n: too large (HTTP 400)'],
  ])('%o is read', async (body, reason) => {
    const server = await startServer(answering(body, { status: 400 }));
    const error = await errorOf(model(server).doGenerate(call));
    expect(error.message).toBe(`${failed}${reason}.${refused}${correctIt}`);
  });

  test.each<[body: string, reason: string]>([
    ['plain text', 'plain text (HTTP 400)'],
    ['<html><body>Bad</body></html>', 'HTTP 400. Something between here and the service says so'],
    ['{"code":"imagine:content-mod', '{"code":"imagine:content-mod (HTTP 400)'],
    ['', 'HTTP 400'],
  ])('of HTTP 400 that is no JSON may be that of a refusal, which is billed: %o', async (body, reason) => {
    const server = await startServer(answering(body, { status: 400 }));
    const error = await errorOf(model(server).doGenerate(call));
    expect(error.message).toBe(failed + reason + '.' + unknown);
    expect(error).toMatchObject({ isRetryable: false });
    expect(server.received).toHaveLength(1);
  });
});

describe('what the service refuses itself', () => {
  test('a prompt that is too long', async () => {
    const error = await errorOf(model(emulator.xai).doGenerate({ ...call, prompt: 'x'.repeat(16_001) }));
    expect(error.message).toContain('Prompt length is larger than the maximum allowed length of 16000');
    expect(emulator.ledger).toEqual([]);
  });

  test.each([
    ['grok-2-image', 'xAI retired this model on 2026-05-15; use grok-imagine-image.'],
    ['grok-2-image-latest', 'xAI retired this model on 2026-05-15; use grok-imagine-image.'],
    ['grok-2-image-1212', 'xAI retired this model on 2026-05-15; use grok-imagine-image.'],
  ])('the retired model %s, with its replacement', async (modelId, advice) => {
    const error = await errorOf(model(emulator.xai, {}, modelId).doGenerate(call));
    expect(error.message).toMatch(
      new RegExp(
        `^Failed to make an image with ${modelId}: The model ${modelId} does not exist or your team`,
      ),
    );
    expect(error.message).toContain(`(HTTP 404, not-found).${refused}${correctIt} ${advice}`);
    expect(error).toMatchObject({ statusCode: 404, isRetryable: false });
  });

  test('a redirected id that an account cannot use, with its replacement', async () => {
    emulator.script({ status: 404 });
    const error = await errorOf(model(emulator.xai, {}, 'grok-imagine-image-pro').doGenerate(call));
    expect(error.message).toContain('grok-imagine-image-2.0');
  });

  test('an unknown model, in its own words', async () => {
    const error = await errorOf(model(emulator.xai, {}, 'grok-imagine-image-9').doGenerate(call));
    expect(error.message).toContain('The model grok-imagine-image-9 does not exist');
    expect(error.message).toMatch(/Correct it before you send it again\. Did you mean grok-imagine-image\?$/);
  });
});

describe('a network that fails', () => {
  test('before the connection was made is safe to repeat', async () => {
    const { baseURL } = emulator.xai;
    const closed = await startEmulator({ pictures: 'plain', rateLimit: false });
    await closed.close();
    const error = await errorOf(model({ ...emulator.xai, baseURL: closed.xai.baseURL }).doGenerate(call));
    expect(baseURL).not.toBe(closed.xai.baseURL);
    expect(error).toMatchObject({
      message: `${failed}connection refused (ECONNREFUSED). Nothing was sent, so nothing was billed. Check the network and the address ${closed.url}.`,
      isRetryable: true,
    });
  });

  test('after the request was accepted is not, and it is sent once', async () => {
    emulator.script({ reset: 'after' });
    const error = await errorOf(model(emulator.xai).doGenerate(call));
    expect(error).toMatchObject({ isRetryable: false });
    expect(error.message).toMatch(/ECONNRESET|other side closed/);
    expect(error.message).toContain(unknown);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('in the middle of the answer is not either', async () => {
    emulator.script({ cut: 0.5 });
    const error = await errorOf(model(emulator.xai).doGenerate(call));
    expect(error).toMatchObject({ isRetryable: false });
    expect(error.message).toMatch(/: the answer broke off \(.+\)\. The request may have been carried out/);
  });

  test.each(['empty', 'html', 'truncated', 'wrong-types', 'null-data'] as const)(
    'into an answer that is %s is not either',
    async malform => {
      emulator.script({ malform });
      const error = await errorOf(model(emulator.xai).doGenerate(call));
      expect(error).toMatchObject({ isRetryable: false, message: expect.stringContaining(unknown) });
      expect(emulator.ledger).toHaveLength(1);
    },
  );

  test('an answer with hostile keys is read all the same', async () => {
    emulator.script({ malform: 'polluted' });
    expect((await model(emulator.xai).doGenerate(call)).images).toHaveLength(1);
    expect({}).not.toHaveProperty('polluted');
  });
});

const badInput: [name: string, changes: Partial<typeof call>, message: string][] = [
  ['n 0', { n: 0 }, 'Invalid n: got 0.'],
  ['n -1', { n: -1 }, 'Invalid n: got -1.'],
  ['n 2.5', { n: 2.5 }, 'Invalid n: got 2.5.'],
  ['no ratio', { aspectRatio: '0:1' }, 'Invalid aspectRatio: got "0:1".'],
  ['a far ratio', { aspectRatio: '7:1' }, 'Invalid aspectRatio: got "7:1".'],
  ['an empty prompt', { prompt: ' ' }, 'Invalid prompt: got " ".'],
  ['an unknown option', withOptions({ sede: 7 }), 'Invalid providerOptions.xai.sede: got an unknown option.'],
  ['null', withOptions({ resolution: null }), 'Invalid providerOptions.xai.resolution: got null.'],
];

test.each(badInput)('%s is refused before anything is sent', async (_name, changes, message) => {
  const error = await errorOf(model(emulator.xai).doGenerate({ ...call, ...changes }));
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/Accepted: .+\. Nothing was sent\.$/);
  expect(emulator.requests).toEqual([]);
});

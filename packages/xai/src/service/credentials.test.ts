import { LoadAPIKeyError } from '@ai-sdk/provider';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGrok, grok } from '../index.ts';
import { call, errorOf, model } from '../test/call.ts';
import { answering, base64, startServer } from '../test/server.ts';

const images = answering({ data: [{ b64_json: base64 }] });

const sendNothing = () => Promise.reject(new RangeError('It was sent.'));

beforeEach(() => {
  vi.stubEnv('XAI_API_KEY', undefined);
  vi.stubEnv('XAI_BASE_URL', undefined);
});
afterEach(() => void vi.unstubAllEnvs());

describe('the key', () => {
  test('is read when a request is made', async () => {
    const server = await startServer(images);
    const late = createGrok({ baseURL: server.baseURL }).image('grok-imagine-image');
    vi.stubEnv('XAI_API_KEY', ' xai-first\n');
    await late.doGenerate(call);
    vi.stubEnv('XAI_API_KEY', 'xai-second');
    await late.doGenerate(call);
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer xai-first',
      'Bearer xai-second',
    ]);
  });

  test('of the settings wins over that of the environment', async () => {
    const server = await startServer(images);
    vi.stubEnv('XAI_API_KEY', 'xai-environment');
    await model(server, { apiKey: 'xai-settings' }).doGenerate(call);
    expect(server.received[0]?.headers.authorization).toBe('Bearer xai-settings');
  });

  test.each<[what: string, settings: object, variable: string | undefined]>([
    ['missing', {}, undefined],
    ['blank', {}, '  '],
    ['blank', { apiKey: '' }, 'xai-environment'],
  ])('that is %s is an error that names the variable', async (what, settings, variable) => {
    vi.stubEnv('XAI_API_KEY', variable);
    const server = await startServer(images);
    const { baseURL } = server;
    const error = await errorOf(
      createGrok({ baseURL, ...settings })
        .image('grok-imagine-image')
        .doGenerate(call),
    );
    expect(LoadAPIKeyError.isInstance(error)).toBe(true);
    expect(error.message).toBe(
      `Failed to load the xAI API key: it is ${what}. Set the environment variable XAI_API_KEY, or pass apiKey. Nothing was sent.`,
    );
    expect(server.received).toEqual([]);
  });

  test('is not needed before a request: the default provider works without', () => {
    expect(grok.image('grok-imagine-image')).toMatchObject({ provider: 'xai.image' });
  });

  test.each(['sk-0123456789', '"xai-0123456789"', 'Bearer xai-0123456789', 'undefined'])(
    'that can be seen to be wrong is refused and not shown: %s',
    async apiKey => {
      const one = createGrok({ apiKey, fetch: sendNothing });
      for (const failing of [one.image('grok-imagine-image').doGenerate(call), one.files.get('file_1')]) {
        const error = await errorOf(failing);
        expect(LoadAPIKeyError.isInstance(error)).toBe(true);
        expect(error.message).toMatch(
          /^Failed to load the xAI API key: apiKey (?:begins|stands|is) .* Nothing was sent\.$/,
        );
        expect(error.message).not.toContain('0123456789');
      }
    },
  );

  test('that begins like those of gateways is sent to a gateway, or by an address of one’s own', async () => {
    const server = await startServer(images);
    await model(server, { apiKey: 'sk-gateway' }).doGenerate(call);
    await model(server, { apiKey: 'sk-gateway', gateway: 'crazyrouter' }).doGenerate(call);
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill('Bearer sk-gateway'),
    );
  });

  test('that HTTP cannot carry is refused and not shown', async () => {
    const server = await startServer(images);
    const error = await errorOf(model(server, { apiKey: 'xai-kéy-\u{1F511}' }).doGenerate(call));
    expect(error.message).toMatch(
      /^Failed to load the xAI API key: apiKey holds 'é' \(U\+00E9\), .* Nothing was sent\.$/,
    );
    expect(error.message).not.toContain('xai-k');
    expect(server.received).toEqual([]);
  });
});

test.each([400, 401, 403, 404, 422, 429, 500, 200])(
  'the key is in no error, even if the service echoes it with %d',
  async status => {
    const apiKey = 'xai-a-secret-key';
    const server = await startServer(
      answering(
        { code: 'invalid-argument', error: `Incorrect API key provided: ${apiKey}.` },
        { status, headers: { 'x-echo': `Bearer ${apiKey}` } },
      ),
    );
    const error = await errorOf(model(server, { apiKey, rateLimit: false }).doGenerate(call));
    const everything = [error.message, error.stack, JSON.stringify(error), JSON.stringify(error.cause)];
    for (const text of everything) expect(text ?? '').not.toContain(apiKey);
  },
);

describe('headers', () => {
  test.each(['Authorization', 'authorization', 'AUTHORIZATION'])(
    'of the call named %s replace the key, and one is sent',
    async name => {
      const fetched: Headers[] = [];
      const server = await startServer(images);
      const fetch: typeof globalThis.fetch = (input, init) => {
        fetched.push(new Headers(init?.headers));
        expect(Object.keys(init?.headers ?? {}).filter(key => /^authorization$/i.test(key))).toHaveLength(1);
        return globalThis.fetch(input, init);
      };
      await model(server, { fetch }).doGenerate({ ...call, headers: { [name]: 'Bearer another' } });
      expect(server.received[0]?.headers.authorization).toBe('Bearer another');
      expect(fetched).toHaveLength(1);
    },
  );

  test('of the call win over those of the settings, whatever their case', async () => {
    const server = await startServer(images);
    await model(server, { headers: { 'X-Team': 'settings', 'X-Only': '1', 'x-none': undefined } }).doGenerate(
      {
        ...call,
        headers: { 'x-team': 'call' },
      },
    );
    expect(server.received[0]?.headers).toMatchObject({
      'x-team': 'call',
      'x-only': '1',
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/grok-image\/\d/),
    });
    expect(server.received[0]?.headers).not.toHaveProperty('x-none');
  });

  test('keep the user agent of AI SDK and add ours', async () => {
    const server = await startServer(images);
    await model(server).doGenerate({ ...call, headers: { 'user-agent': 'ai/7.0.0' } });
    expect(server.received[0]?.headers['user-agent']).toMatch(/^ai\/7\.0\.0 grok-image\//);
  });
});

describe('baseURL', () => {
  test.each(['', '/', '//'])('may end with %o', async end => {
    const server = await startServer(images);
    await model({ ...server, baseURL: server.baseURL + end }).doGenerate(call);
    expect(server.received[0]?.path).toBe('/v1/images/generations');
  });

  test.each(['', 'api.x.ai/v1', 'ftp://api.x.ai', '/v1', 'https://', 'http://[::1'])(
    '%o is refused',
    baseURL => {
      expect(() => createGrok({ baseURL })).toThrow(
        `Invalid baseURL: got ${JSON.stringify(baseURL)}. Accepted: an http(s) address, e.g. 'https://api.x.ai/v1'. Nothing was sent.`,
      );
    },
  );
});

describe('XAI_BASE_URL', () => {
  test('is where the default provider and one without an address send, read when a request is made', async () => {
    const server = await startServer(images);
    const other = await startServer(images);
    const models = [grok, createGrok({ baseURL: undefined })].map(one => one.image('grok-imagine-image'));
    vi.stubEnv('XAI_API_KEY', 'sk-of-a-proxy');
    vi.stubEnv('XAI_BASE_URL', `${server.baseURL}/`);
    for (const one of models) expect((await one.doGenerate(call)).images).toHaveLength(1);
    await createGrok({ baseURL: other.baseURL }).image('grok-imagine-image').doGenerate(call);

    expect(server.received.map(({ path }) => path)).toEqual(Array(2).fill('/v1/images/generations'));
    expect(other.received).toHaveLength(1);
  });

  test('that is no address is named before anything is sent', async () => {
    vi.stubEnv('XAI_API_KEY', 'xai-key');
    vi.stubEnv('XAI_BASE_URL', 'localhost:4000');
    const error = await errorOf(
      createGrok({ fetch: sendNothing }).image('grok-imagine-image').doGenerate(call),
    );
    expect(error.message).toBe(
      `Invalid XAI_BASE_URL: got "localhost:4000". Accepted: an http(s) address, e.g. 'https://api.x.ai/v1'. Nothing was sent.`,
    );
  });

  test('is no address of a gateway', async () => {
    const server = await startServer(images);
    vi.stubEnv('XAI_BASE_URL', server.baseURL);
    const { access } = await startServer(images);
    const gateway = { name: 'Example', baseURL: access.baseURL, apiKeyVariables: ['KEY'] };
    await createGrok({ gateway, apiKey: 'key' }).image('grok-imagine-image').doGenerate(call);
    expect(server.received).toEqual([]);
  });
});

test.each([0, 0.2, -1, Number.NaN])(
  'a timeout of %d, which would throw away paid answers, is refused',
  timeout => {
    expect(() => createGrok({ timeout })).toThrow(
      `Invalid timeout: got ${timeout}. Accepted: milliseconds from 1. Nothing was sent.`,
    );
  },
);

test('a redirect is not followed with the key', async () => {
  const other = await startServer(images);
  const server = await startServer(() => ({
    status: 307,
    headers: { location: `${other.baseURL}/images/generations` },
  }));
  const error = await errorOf(model(server).doGenerate(call));
  expect(error.message).toContain(`redirects to ${other.baseURL}/images/generations (HTTP 307)`);
  expect(other.received).toEqual([]);
});

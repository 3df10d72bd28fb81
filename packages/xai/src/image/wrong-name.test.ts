import { APICallError } from '@ai-sdk/provider';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGrok } from '../index.ts';
import { call, errorOf, model } from '../test/call.ts';
import { base64 as png, startServer } from '../test/server.ts';

const deny = async () => Response.json({ error: 'No access to grok-imagine-image.' }, { status: 404 });
const makeOne = async () => Response.json({ data: [{ b64_json: png }] });

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe('a base URL that leads elsewhere', () => {
  test.each([
    ['without its version', (url: string) => url.replace('/v1', '')],
    ['of another version', (url: string) => url.replace('/v1', '/v2')],
    ['with the path of images', (url: string) => `${url}/images/generations`],
  ])('is what a 404 asks about, with the URL that was called: %s', async (_name, change) => {
    const baseURL = change(emulator.xai.baseURL);
    const error = await errorOf(model({ ...emulator.xai, baseURL }).doGenerate(call));
    expect(error).toMatchObject({ statusCode: 404, isRetryable: false });
    expect(error.message).toContain(
      `Is baseURL right? It looks like 'https://api.x.ai/v1', and ${baseURL}/images/generations was called.`,
    );
  });

  test('is what a page under HTTP 200 asks about', async () => {
    const server = await startServer(() => ({ body: '<html><title>Welcome</title></html>' }));
    const error = await errorOf(model(server).doGenerate(call));
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error.message).toBe(
      `Failed to make an image with grok-imagine-image: the answer (HTTP 200) could not be understood: it is a page for browsers, no JSON (it says: Welcome). Something between here and the service says so. The request may have been carried out and billed. Look at the usage log of the service at baseURL before you send it again. Is baseURL right? It looks like 'https://api.x.ai/v1', and ${server.baseURL}/images/generations was called.`,
    );
  });

  test('at a port that fetch refuses says so, and that nothing was sent', async () => {
    const error = await errorOf(model({ baseURL: 'http://127.0.0.1:9', apiKey: 'xai-key' }).doGenerate(call));
    expect(error.message).toBe(
      'Failed to make an image with grok-imagine-image: fetch did not take the request (bad port: browsers and Node.js keep it for another protocol). Nothing was sent, so nothing was billed. Check the network and the address http://127.0.0.1:9.',
    );
  });
});

describe('a model id', () => {
  test.each([
    ['grok-imagine-imag', 'grok-imagine-image'],
    ['grok-imagien-image', 'grok-imagine-image'],
    ['grok-imagine-image-qualty', 'grok-imagine-image-quality'],
  ])('%s is asked for with a warning, and its 404 suggests %s', async (modelId, meant) => {
    const error = await errorOf(model(emulator.xai, {}, modelId).doGenerate(call));
    expect(emulator.requests.at(-1)?.body).toMatchObject({ model: modelId });
    expect(error.message).toMatch(new RegExp(`Did you mean ${meant}\\?$`));

    const { warnings } = await model(emulator.xai, { fetch: makeOne }, modelId).doGenerate(call);
    const details = `The model is not known here and was asked for as it is. Did you mean ${meant}?`;
    expect(warnings).toContainEqual({ type: 'compatibility', feature: `modelId ${modelId}`, details });
  });

  test('that is a version short is suggested the whole of it', async () => {
    const error = await errorOf(model(emulator.xai, {}, 'grok-imagine-image-2').doGenerate(call));
    expect(error.message).toMatch(/Did you mean grok-imagine-image-2\.0\?$/);
  });

  test('that is known, and not to this account, leads to the list of what is', async () => {
    const error = await errorOf(model(emulator.xai, { fetch: deny }).doGenerate(call));
    expect(error.message).toMatch(
      /Check the name of the model, and whether your key may use it; models\(\) of the provider lists what it may\.$/,
    );
  });

  test.each(['grok-imagine-image', 'grok-imagine-image-3.0', 'grok-imagine-image-2026-12-01', 'flux-2'])(
    '%s may be right, and is no reason to warn',
    async modelId => {
      const { warnings } = await model(emulator.xai, { fetch: makeOne }, modelId).doGenerate(call);
      expect(JSON.stringify(warnings)).not.toContain('Did you mean');
    },
  );
});

test.each([
  ['xai', "rateLimit: 'xai'"],
  ['crazyrouter', 'rateLimit: { perSecond, perMinute }'],
] as const)('a 429 of %s names the setting that avoids it', async (gateway, setting) => {
  const server = await startServer(() => ({ status: 429, body: { error: 'Too many requests.' } }));
  const grok = createGrok({ ...server.access, gateway, rateLimit: false });
  const error = await errorOf(grok.image('grok-imagine-image').doGenerate(call));
  expect(error).toMatchObject({ isRetryable: true });
  expect(error.message).toMatch(
    /Wait, then send it again\. With the setting .*, requests wait for their turn\.$/,
  );
  expect(error.message).toContain(setting);
});

import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { XaiGatewayProfile } from './profile.ts';
import { createGrok } from '../index.ts';
import { call, errorOf, withOptions } from '../test/call.ts';
import { base64 } from '../test/server.ts';
import { crazyrouterProfile } from './crazyrouter.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const gateways = ['crazyrouter', 'agtcloud'] as const;
const names = { crazyrouter: 'Crazyrouter', agtcloud: 'agtcloud' };
const imagine = 'grok-imagine-image';

function model(gateway: (typeof gateways)[number], modelId: string = imagine) {
  return createGrok({ ...emulator[gateway], gateway }).image(modelId);
}

describe.each(gateways)('%s', gateway => {
  test('takes its key from its own variable', async () => {
    const { baseURL, apiKey } = emulator[gateway];
    const variable = `${gateway.toUpperCase()}_API_KEY`;
    vi.stubEnv('XAI_API_KEY', 'xai-not-this-one');
    vi.stubEnv(variable, undefined);
    const image = createGrok({ baseURL, gateway }).image(imagine);
    await expect(image.doGenerate(call)).rejects.toThrow(
      `Failed to load the ${names[gateway]} API key: it is missing. Set the environment variable ${variable},`,
    );
    vi.stubEnv(variable, apiKey);
    expect((await image.doGenerate(call)).images).toHaveLength(1);
    expect(emulator.requests[0]?.headers['authorization']).toBe(`Bearer ${apiKey}`);
  });

  test.each([
    ['deferred', true],
    ['jobId', 'job-1'],
    ['storage', { filename: 'cat.jpg' }],
    ['uploadUrls', ['https://bucket.example/1']],
  ])('refuses %s, which it does not have', async (option, value) => {
    const error = await errorOf(model(gateway).doGenerate(withOptions({ [option]: value })));
    expect(error).toMatchObject({ argument: `providerOptions.xai.${option}` });
    expect(error.message).toContain(`Accepted: nothing, as ${names[gateway]} lacks it. Nothing was sent.`);
    expect(emulator.requests).toEqual([]);
  });

  test.each([
    ['images', [base64]],
    ['fileIds', ['file_1']],
  ])('refuses %s, as it offers no edits', async (option, value) => {
    const error = await errorOf(model(gateway).doGenerate(withOptions({ [option]: value })));
    expect(error.message).toContain(`no source images; ${names[gateway]} offers no edits`);
    expect(emulator.requests).toEqual([]);
  });

  test('refuses files, as it offers no edits', async () => {
    const files = [{ type: 'url' as const, url: 'https://images.example/cat.png' }];
    const error = await errorOf(model(gateway).doGenerate({ ...call, files }));
    expect(error.message).toContain(`as ${imagine} at ${names[gateway]} makes images from text only`);
    expect(model(gateway).supportsFileInputs).toBe(false);
  });

  test('refuses the resolution 1.5k', async () => {
    const error = await errorOf(model(gateway).doGenerate(withOptions({ resolution: '1.5k' })));
    expect(error.message).toContain(`got "1.5k". Accepted: 1k, 2k at ${names[gateway]}.`);
  });

  test('leaves out a quality, with a warning', async () => {
    const { warnings } = await model(gateway).doGenerate(withOptions({ quality: 'low' }));
    const details = `${names[gateway]} takes none for this model; 'low' was not sent.`;
    expect(warnings).toEqual([{ type: 'unsupported', feature: 'quality', details }]);
    expect(emulator.requests[0]?.body).not.toHaveProperty('quality');
  });

  test.each(['16:9', '1:1'] as const)('maps a size to ratio %s and a resolution', async ratio => {
    const size = ratio === '16:9' ? '1920x1080' : '1024x1024';
    await model(gateway).doGenerate({ ...call, size });
    expect(emulator.requests[0]?.body).toMatchObject({ aspect_ratio: ratio });
  });

  test('gives no more than ten images a request', async () => {
    const { images } = await model(gateway).doGenerate({ ...call, n: 12 });
    expect(images).toHaveLength(12);
    expect(emulator.ledger.map(entry => entry.images)).toEqual([10, 2]);
  });
});

test('Crazyrouter gets no user, with a warning; agtcloud gets it', async () => {
  const { warnings } = await model('crazyrouter').doGenerate(withOptions({ user: 'u1' }));
  const details = 'Crazyrouter takes none; it was not sent.';
  expect(warnings).toEqual([{ type: 'unsupported', feature: 'user', details }]);
  expect(await model('agtcloud').doGenerate(withOptions({ user: 'u1' }))).toMatchObject({ warnings: [] });
  const bodies = emulator.requests.filter(({ role }) => role === 'submit').map(({ body }) => body);
  expect(bodies).toEqual([
    expect.not.objectContaining({ user: 'u1' }),
    expect.objectContaining({ user: 'u1' }),
  ]);
});

test('Crazyrouter is asked for addresses instead of base64, with a warning', async () => {
  const { images, warnings } = await model('crazyrouter').doGenerate(
    withOptions({ responseFormat: 'b64_json' }),
  );
  expect(images).toHaveLength(1);
  expect(emulator.requests[0]?.body).toMatchObject({ response_format: 'url' });
  const details = "Crazyrouter is reliable with 'url' only; that was sent.";
  expect(warnings).toEqual([{ type: 'compatibility', feature: 'responseFormat', details }]);
});

test('an address that comes although base64 was asked for is downloaded', async () => {
  const gateway: XaiGatewayProfile = { ...crazyrouterProfile, responseFormats: undefined };
  const image = createGrok({ ...emulator.crazyrouter, gateway }).image('grok-4-image');
  const { images, warnings } = await image.doGenerate(withOptions({ responseFormat: 'b64_json' }));
  expect(emulator.requests[0]?.body).toMatchObject({ response_format: 'b64_json' });
  expect(images).toEqual([expect.any(Uint8Array)]);
  expect(warnings).toEqual([]);
});

test('agtcloud tells that the pro model is another one by now', async () => {
  const { warnings } = await model('agtcloud', 'grok-imagine-image-pro').doGenerate(call);
  expect(warnings).toEqual([
    {
      type: 'deprecated',
      setting: 'modelId',
      message: 'xAI has served this id by grok-imagine-image-2.0 at low quality since 2026-11-02.',
    },
  ]);
});

describe('a model that a gateway does not serve', () => {
  test.each([
    [
      'crazyrouter',
      'grok-5-image',
      /\(HTTP 503, model_not_found\)\. The request was refused, so nothing was generated\..* Check the name of the model, and whether your key may use it; models\(\) of the provider lists what it may\.$/,
    ],
    [
      'crazyrouter',
      'grok-imagine-image-2.0',
      /\(HTTP 400, model_price_error\)\..* The model has no price there, or your key may not use it; models\(\)/,
    ],
    [
      'agtcloud',
      'grok-4-image',
      /\(HTTP 404, model_not_found\)\..* Check the name of the model, and whether your key may use it\.$/,
    ],
  ] as const)('%s: %s is an error that says what to do', async (gateway, modelId, message) => {
    const error = await errorOf(model(gateway, modelId).doGenerate(call));
    expect(error).toMatchObject({ isRetryable: false, message: expect.stringMatching(message) });
    expect(emulator.ledger).toEqual([]);
    expect(emulator.requests).toHaveLength(1);
  });
});

test('a refusal in the shape of a gateway is a refusal by content policy', async () => {
  const error = await errorOf(model('crazyrouter').doGenerate({ ...call, prompt: 'A cat #refuse' }));
  expect(error).toMatchObject({
    name: 'ContentModerationError',
    message: expect.stringContaining('The request may have been billed.'),
  });
});

describe('an estimate', () => {
  test.each([
    ['crazyrouter', { model: imagine, n: 3 }, { costUsd: 0.06, pricesAsOf: '2026-04-18' }],
    ['crazyrouter', { model: 'grok-4-image', n: 2 }, { costUsd: 0.088, pricesAsOf: '2026-04-18' }],
    ['crazyrouter', { model: 'grok-imagine-image-2.0' }, { pricesAsOf: '2026-04-18' }],
    ['crazyrouter', { model: imagine, sourceImages: 1 }, { pricesAsOf: '2026-04-18' }],
    ['agtcloud', { model: imagine }, {}],
  ] as const)('of %s for %o has its own prices or no figure: %o', async (gateway, request, estimate) => {
    const { costTicks: _, reason, ...rest } = await createGrok({ gateway }).estimateCost(request);
    expect(rest).toEqual(estimate);
    expect(reason === undefined).toBe('costUsd' in estimate);
  });
});

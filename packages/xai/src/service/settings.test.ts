import { describe, expect, it, vi } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';
import { call } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';

const { emulator } = await useEmulator();

const create = (settings: unknown): unknown => Reflect.apply(v4.createGrok, undefined, [settings]);

const gateway = { name: 'Example', baseURL: 'https://gateway.example/v1', apiKeyVariables: ['KEY'] };
const image = 'grok-imagine-image';

describe('a setting', () => {
  it.each([
    ['baseUrl', 'http://127.0.0.1:1/v1', 'baseURL (did you mean that?)'],
    ['apikey', 'xai-5ecret', 'apiKey (did you mean that?)'],
    ['rateLimits', false, 'rateLimit (did you mean that?)'],
    ['onprogress', () => {}, 'onProgress (did you mean that?)'],
    ['organization', 'cats', 'apiKey, baseURL, headers'],
  ])('that is not known is refused with the nearest one, in every entry: %s', (name, value, words) => {
    for (const { createGrok } of [v1, v2, v3, v4]) {
      expect(() => Reflect.apply(createGrok, undefined, [{ [name]: value }])).toThrow(
        `Invalid ${name}: got an unknown option. Accepted: ${words}`,
      );
    }
  });

  it.each([
    [{ apiKey: 7 }, 'Invalid apiKey: got a value of type number. Accepted: a text.'],
    [{ apiKey: null }, 'Invalid apiKey: got null. Accepted: a text.'],
    [{ baseURL: 7 }, "Invalid baseURL: got 7. Accepted: an http(s) address, e.g. 'https://api.x.ai/v1'."],
    [
      { headers: new Headers({ a: 'b' }) },
      'Invalid headers: got an object. Accepted: a plain object of texts.',
    ],
    [{ headers: { 'x-team': 7 } }, 'Invalid headers.x-team: got 7. Accepted: a text.'],
    [{ fetch: {} }, 'Invalid fetch: got an object. Accepted: a function.'],
    [{ onProgress: 'yes' }, 'Invalid onProgress: got "yes". Accepted: a function.'],
    [{ timeout: '9000' }, 'Invalid timeout: got "9000". Accepted: milliseconds from 1.'],
    [
      { rateLimit: 'XAI' },
      `Invalid rateLimit: got "XAI". Accepted: 'auto', 'xai', { perSecond, perMinute, maxWaitMs }, a function or false.`,
    ],
    [{ rateLimit: true }, 'Invalid rateLimit: got true.'],
    [
      { imageOrigins: ['minio.internal'] },
      'Invalid imageOrigins[0]: got "minio.internal". Accepted: an origin, e.g. ',
    ],
    [
      { rateLimit: { perSecnd: 5, perMinute: 300 } },
      'Invalid rateLimit.perSecnd: got an unknown option. Accepted: perSecond (did you mean that?)',
    ],
    [{ rateLimit: { perSecond: 0 } }, 'Invalid rateLimit.perSecond: got 0.'],
  ])('that cannot be is refused by name: %#', (settings, message) => {
    expect(() => create(settings)).toThrow(message);
  });

  it.each([
    ['xai-5ecret', 'a value of type string'],
    [null, 'null'],
    [() => 'xai-5ecret', 'a value of type function'],
    [['xai-5ecret'], 'a value of type object'],
    [new Map([['apiKey', 'xai-5ecret']]), 'a value of type object'],
  ])('stands in a plain object, of which no other kind is shown: %#', (settings, kind) => {
    expect(() => create(settings)).toThrow(
      `Invalid settings: got ${kind}. Accepted: a plain object, e.g. { apiKey }. Nothing was sent.`,
    );
  });

  it('is what it was when the provider was made', async () => {
    const headers = { 'x-team': 'cats' };
    const grok = v4.createGrok({ ...emulator.xai, headers });
    headers['x-team'] = 'dogs';
    await grok.image(image).doGenerate(call);

    expect(emulator.requests[0]?.headers['x-team']).toBe('cats');
  });

  it('webSocket is ignored with a warning, once a call', async () => {
    const grok = v4.createGrok({ ...emulator.xai, webSocket: WebSocket });
    const { warnings } = await grok.image(image).doGenerate({ ...call, n: 12 });

    const details = 'Images are made without a WebSocket; the setting was ignored.';
    expect(warnings).toEqual([{ type: 'unsupported', feature: 'webSocket', details }]);
  });

  it('without a value is that of nobody', async () => {
    const nothing = {
      headers: { 'x-team': undefined },
      fetch: undefined,
      gateway: undefined,
      rateLimit: undefined,
    };
    const { images } = await v4
      .createGrok({ ...emulator.xai, ...nothing })
      .image(image)
      .doGenerate(call);

    expect(images).toHaveLength(1);
  });
});

describe('a field of a profile', () => {
  it.each([
    [{ maxImages: 4 }, 'gateway.maxImages: got an unknown option. Accepted: name, baseURL'],
    [
      { baseUrl: 'https://a.example' },
      'gateway.baseUrl: got an unknown option. Accepted: baseURL (did you mean that?)',
    ],
    [
      { models: { m: { ratio: ['1:1'] } } },
      'gateway.models.m.ratio: got an unknown option. Accepted: ratios (did you mean that?)',
    ],
    [
      { otherModels: { resolution: ['1k'] } },
      'gateway.otherModels.resolution: got an unknown option. Accepted: resolutions (did',
    ],
    [
      { prices: { asOf: '2026-11-20', models: { m: { outputUSD: {} } } } },
      'gateway.prices.models.m.outputUsd: got undefined.',
    ],
    [
      { prices: { asOf: '2026-11-20', models: { m: { outputUsd: { flat: { '4k': 1 } } } } } },
      'gateway.prices.models.m.outputUsd.flat.4k: got an unknown option. Accepted: ',
    ],
    [{ offers: ['defered'] }, 'gateway.offers[0]: got "defered". Accepted: "deferred", "jobId"'],
    [
      { responseFormats: [] },
      'gateway.responseFormats: got a list of 0. Accepted: a list that is not empty.',
    ],
    [{ maxImagesPerRequest: 0 }, 'gateway.maxImagesPerRequest: got 0. Accepted: a whole number from 1.'],
    [{ apiKeyVariables: 'KEY' }, 'gateway.apiKeyVariables: got "KEY". Accepted: a list.'],
  ])('that is not known, or cannot be, is refused by name: %#', (fields, message) => {
    expect(() => create({ gateway: { ...gateway, ...fields } })).toThrow(`Invalid ${message}`);
  });
});

describe('without a limit', () => {
  it.each([
    ['v1', v1],
    ['v2', v2],
    ['v3', v3],
    ['v4', v4],
  ])('everything is sent, by %s', async (_, { createGrok }) => {
    const grok = createGrok({ ...emulator.xai, rateLimit: false });
    const { images } = await grok.image(image).doGenerate(call);
    const { id } = await grok.files.upload({ data: png });
    const batch = await grok.batch.create({ requests: [{ id: 'a', model: image, prompt: 'A cat' }] });

    expect(images).toHaveLength(1);
    expect(await grok.files.get(id)).toMatchObject({ id });
    expect(await collect(grok.batch.requests(batch.id))).toMatchObject([{ id: 'a' }]);
    expect(await grok.estimateCost({ model: image, live: true })).toMatchObject({ costUsd: 0.02 });
    expect(await grok.models()).not.toEqual([]);
  });

  it('a call hears of 429 at once and many parts are sent together', async () => {
    vi.stubEnv('XAI_API_KEY', emulator.xai.apiKey);
    const grok = v4.createGrok({ baseURL: emulator.xai.baseURL, rateLimit: false });
    emulator.script({ status: 429 });

    await expect(grok.image(image).doGenerate(call)).rejects.toMatchObject({ statusCode: 429 });
    expect(emulator.requests).toHaveLength(1);
  });
});

import { expect, it } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';
import { call } from '../test/call.ts';

const create = (settings: unknown): unknown => Reflect.apply(v4.createCivitai, undefined, [settings]);

it.each([
  ['baseUrl', 'http://127.0.0.1:1', 'baseURL (did you mean that?)'],
  ['apikey', 'civitai-5ecret', 'apiKey (did you mean that?)'],
  ['onprogress', () => {}, 'onProgress (did you mean that?)'],
  ['organization', 'cats', 'apiKey, baseURL, headers'],
])('refuses a setting that is not known with the nearest one, in every entry: %s', (name, value, words) => {
  for (const { createCivitai } of [v1, v2, v3, v4]) {
    expect(() => Reflect.apply(createCivitai, undefined, [{ [name]: value }])).toThrow(
      `Invalid ${name}: got an unknown option. Accepted: ${words}`,
    );
  }
});

it.each([
  [{ apiKey: 7 }, 'Invalid apiKey: got a value of type number. Accepted: a text.'],
  [
    { baseURL: 7 },
    "Invalid baseURL: got 7. Accepted: an http(s) address, e.g. 'https://orchestration.civitai.com'.",
  ],
  [
    { headers: new Headers({ a: 'b' }) },
    'Invalid headers: got an object. Accepted: a plain object of texts.',
  ],
  [{ headers: { 'x-team': 7 } }, 'Invalid headers.x-team: got 7. Accepted: a text.'],
  [{ fetch: {} }, 'Invalid fetch: got an object. Accepted: a function.'],
  [{ onProgress: 'yes' }, 'Invalid onProgress: got "yes". Accepted: a function.'],
  [{ timeout: '9000' }, 'Invalid timeout: got "9000". Accepted: milliseconds from 1.'],
  [
    'civitai-5ecret',
    'Invalid settings: got a value of type string. Accepted: a plain object, e.g. { apiKey }.',
  ],
  [null, 'Invalid settings: got null. Accepted: a plain object, e.g. { apiKey }.'],
])('refuses a setting that cannot be: %#', (settings, message) => {
  expect(() => create(settings)).toThrow(message);
});

it('keeps the settings as they were when the provider was made', async () => {
  const sent: (string | null)[] = [];
  const headers = { 'x-team': 'cats' };
  const fetch: typeof globalThis.fetch = async (_, init) => {
    sent.push(new Headers(init?.headers).get('x-team'));
    return Response.json({ title: 'No' }, { status: 400 });
  };
  const civitai = v4.createCivitai({ apiKey: 'key', baseURL: undefined, fetch, headers });
  headers['x-team'] = 'dogs';
  await expect(civitai.image('grok-imagine-image').doGenerate(call)).rejects.toThrow('HTTP 400');

  expect(sent).toEqual(['cats']);
});

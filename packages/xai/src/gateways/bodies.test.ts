import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createGrok, type XaiProviderSettings } from '../index.ts';
import { call, withOptions } from '../test/call.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', strict: true });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

type Gateway = 'crazyrouter' | 'agtcloud';
type Example = [
  gateway: Gateway,
  name: string,
  body: { model: string } & Record<string, unknown>,
  options: typeof call,
];

const cube = 'A tiny yellow cube on a plain white background, minimal product photo';
const redCube = 'A single red cube on a plain white background, product photo';
const sunrise = 'Mountain landscape at sunrise';

/** The bodies of the curl commands on the gateways' own pages; where a page leaves out a default, it is sent. */
const examples: Example[] = [
  [
    'crazyrouter',
    'grok-imagine-image',
    {
      model: 'grok-imagine-image',
      prompt: cube,
      n: 1,
      response_format: 'url',
      aspect_ratio: '1:1',
      resolution: '1k',
    },
    withOptions({ resolution: '1k' }, { prompt: cube, aspectRatio: '1:1' }),
  ],
  [
    'crazyrouter',
    'grok-4-image',
    { model: 'grok-4-image', prompt: redCube, n: 1, response_format: 'url' },
    { ...call, prompt: redCube },
  ],
  [
    'agtcloud',
    'one image',
    { model: 'grok-imagine-image-pro', prompt: call.prompt, n: 1, response_format: 'url' },
    call,
  ],
  [
    'agtcloud',
    'two images',
    { model: 'grok-imagine-image', prompt: call.prompt, n: 2, response_format: 'url' },
    { ...call, n: 2 },
  ],
  [
    'agtcloud',
    'base64',
    { model: 'grok-imagine-image-pro', prompt: call.prompt, n: 1, response_format: 'b64_json' },
    withOptions({ responseFormat: 'b64_json' }),
  ],
  [
    'agtcloud',
    'a ratio',
    { model: 'grok-imagine-image', prompt: sunrise, n: 1, response_format: 'url', aspect_ratio: '16:9' },
    { ...call, prompt: sunrise, aspectRatio: '16:9' },
  ],
  [
    'agtcloud',
    'a resolution',
    { model: 'grok-imagine-image', prompt: sunrise, n: 1, response_format: 'url', resolution: '2k' },
    withOptions({ resolution: '2k' }, { prompt: sunrise }),
  ],
];

function provider(gateway: Gateway, settings: XaiProviderSettings = {}) {
  return createGrok({ ...emulator[gateway], gateway, ...settings });
}

test.each(examples)('%s gets the body that its page shows: %s', async (gateway, _name, body, options) => {
  const { images } = await provider(gateway).image(body.model).doGenerate(options);
  expect(images).toHaveLength(options.n);
  const submits = emulator.requests.filter(({ role }) => role === 'submit');
  expect(submits).toMatchObject([{ method: 'POST', path: '/v1/images/generations' }]);
  expect(submits.map(request => request.body)).toEqual([body]);
  expect(submits[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    authorization: `Bearer ${emulator[gateway].apiKey}`,
  });
});

test.each([
  ['crazyrouter', 'https://crazyrouter.com/v1/images/generations'],
  ['agtcloud', 'https://api-cs-al.naci-tech.com/v1/images/generations'],
] as const)('%s is reached at the address on its page', async (gateway, address) => {
  const addresses: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    addresses.push(String(input));
    return emulator.fetch(input, init);
  };
  const { apiKey } = emulator[gateway];
  await createGrok({ apiKey, gateway, fetch }).image('grok-imagine-image').doGenerate(call);
  expect(addresses[0]).toBe(address);
});

import { InvalidArgumentError } from '@ai-sdk/provider';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCivitai, type CivitaiProviderSettings } from '../index.ts';
import { call } from '../test/call.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const url = 'https://example.com/source.png';

function model(settings: CivitaiProviderSettings = {}, modelId = 'grok-imagine-image') {
  return createCivitai({ ...emulator.civitai, ...settings }).image(modelId);
}

type Call = Partial<Parameters<ReturnType<typeof model>['doGenerate']>[0]>;

/** The error of a call; a call that succeeds is a failed test. */
async function refusalOf(changes: Call): Promise<unknown> {
  return model()
    .doGenerate({ ...call, ...changes })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

const options = (civitai: NonNullable<Call['providerOptions']>[string]): Call => ({
  providerOptions: { civitai },
});

describe('bad input is refused by name, with what is accepted, and nothing is sent', () => {
  const cases: [string, Call, RegExp][] = [
    [
      '4 sources',
      { files: Array.from({ length: 4 }, () => ({ type: 'url' as const, url })) },
      /Invalid prompt\.images \(files\).*at most 3/,
    ],
    [
      '4 sources, half of them in the options',
      { files: [{ type: 'url', url }], ...options({ images: [url, url, url] }) },
      /providerOptions\.civitai\.images.*at most 3/,
    ],
    [
      '0 sources with an edit',
      options({ images: [] }),
      /providerOptions\.civitai\.images: got a list of 0\. Accepted: a list that is not empty\./,
    ],
    [
      'an empty source',
      options({ images: [''] }),
      /images\[0\]: got ""\. Accepted: bytes \(Uint8Array\), a URL, data URL or base64\./,
    ],
    [
      'a step of more than 4',
      options({ imagesPerStep: 5 }),
      /imagesPerStep: got 5\. Accepted: a whole number from 1 to 4\./,
    ],
    ['a ratio of 7:1', { aspectRatio: '7:1' }, /aspectRatio.*"7:1".*20:9/],
    ['a ratio of 7:1 in the options', options({ aspectRatio: '7:1' }), /aspectRatio.*"7:1".*20:9/],
    [
      'a callback that is not https',
      options({ callbacks: [{ url: 'http://example.com/hook', type: ['workflow:*'] }] }),
      /callbacks\[0\]\.url.*https/,
    ],
    [
      'a callback without a type',
      options({ callbacks: [{ url: 'https://example.com/hook', type: [] }] }),
      /callbacks\[0\]\.type: got a list of 0\. Accepted: a list that is not empty\./,
    ],
    [
      'a callback without an address',
      options({ callbacks: [{ type: ['job:*'] }] }),
      /callbacks\[0\]\.url: got undefined.*https/,
    ],
    [
      'an unknown field of a callback',
      options({ callbacks: [{ url: 'https://example.com/hook', type: ['job:*'], detail: true }] }),
      /callbacks\[0\]\.detail.*url, type, detailed/,
    ],
    [
      '11 tags',
      options({ tags: Array.from({ length: 11 }, (_, index) => `tag-${index}`) }),
      /tags: got a list of 11\. Accepted: a list of at most 10 entries\./,
    ],
    ['the same tag twice', options({ tags: ['cat', 'cat'] }), /tags.*different/],
    ['an empty tag', options({ tags: [''] }), /tags\[0\]: got ""\. Accepted: a text of 1 to 200 characters/],
    ['a long tag', options({ tags: ['x'.repeat(201)] }), /tags\[0\].*a text of 1 to 200 characters/],
    [
      'an externalId with a space',
      options({ externalId: 'my key' }),
      /externalId.*"my key".*letters, digits/,
    ],
    ['a long externalId', options({ externalId: 'x'.repeat(129) }), /externalId.*1 to 128 letters, digits/],
    ['an externalId of no type', options({ externalId: true }), /externalId.*letters, digits/],
    ['an unknown option', options({ resolutoin: '2k' }), /resolutoin.*resolution \(did you mean that/],
    [
      'an unknown option that would reach the prototype',
      options(JSON.parse('{"__proto__":{"dedupe":true}}')),
      /civitai\.__proto__: got an unknown option/,
    ],
    ['a value that is not accepted', options({ quality: 'high' }), /quality.*"high".*"low", "medium"/],
    ['a long wait', options({ wait: 120 }), /wait: got 120\. Accepted: whole seconds from 0 to 100\./],
    [
      'a short step timeout',
      options({ stepTimeout: 10 }),
      /stepTimeout: got 10\. Accepted: whole milliseconds from 1000 to 86399999\./,
    ],
    ['metadata that is no JSON', options({ metadata: { big: Number.NaN } }), /metadata\.big.*NaN.*JSON/],
    ['a hidden ephemeral workflow', options({ ephemeral: true, wait: 0 }), /wait.*1 to 100/],
    ['no images', { n: 0 }, /Invalid n/],
    ['a blank prompt', { prompt: ' ' }, /Invalid prompt/],
    [
      'a source that is no image',
      options({ images: ['aGVsbG8='] }),
      /civitai\.images\[0\].*JPEG, PNG or WebP/,
    ],
  ];

  it.each(cases)('%s', async (_, changes, message) => {
    const error = await refusalOf(changes);
    expect(InvalidArgumentError.isInstance(error)).toBe(true);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
    expect(error).toHaveProperty('message', expect.stringMatching(/Nothing was sent\.$/));
    expect(emulator.requests).toEqual([]);
  });

  it('a mask', async () => {
    expect(await refusalOf({ files: [{ type: 'url', url }], mask: { type: 'url', url } })).toMatchObject({
      name: 'AI_UnsupportedFunctionalityError',
    });
    expect(emulator.requests).toEqual([]);
  });

  it('an unknown workflowId, of which the service knows only: nothing is submitted', async () => {
    const error = await refusalOf(options({ workflowId: '6-2026' }));
    expect(InvalidArgumentError.isInstance(error)).toBe(true);
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/workflowId.*"6-2026".*Nothing was submitted/),
    );
    expect(emulator.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
    expect(emulator.ledger).toEqual([]);
  });

  it('a missing key, naming both variables', async () => {
    const keyless = model({ apiKey: ' ' });
    await expect(keyless.doGenerate(call)).rejects.toThrow(/CIVITAI_API_KEY or CIVITAI_API_TOKEN/);
    expect(emulator.requests).toEqual([]);
  });

  it.each([
    ['baseURL', { baseURL: 'civitai.com' }],
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: Number.NaN }],
  ])('a setting %s of %o', (field, settings) => {
    expect(() => createCivitai(settings)).toThrow(new RegExp(`Invalid ${field}`));
  });

  it('an estimate of no images', async () => {
    const civitai = createCivitai(emulator.civitai);
    await expect(civitai.estimateCost({ model: 'grok', n: 0 })).rejects.toThrow(/Invalid n/);
    await expect(civitai.estimateCost({ model: 'grok', size: 'big' })).rejects.toThrow(/Invalid size/);
    expect(emulator.requests).toEqual([]);
  });
});

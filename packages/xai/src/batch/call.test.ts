import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { experimental_startBatch as startBatch } from 'ai';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';

const model = 'grok-imagine-image';
const { emulator, grok } = await useEmulator();

const makers = ['create', 'createFromFile', 'add'] as const;

/** Calls a method as a program without types does. */
async function failureOf(method: (typeof makers)[number], given: unknown): Promise<string> {
  const making: Promise<unknown> = Reflect.apply(
    grok.batch[method],
    undefined,
    method === 'add' ? ['batch_1', given] : [given],
  );
  const { name, message } = await errorOf(making);
  expect(emulator.requests).toEqual([]);
  expect(name).toBe('AI_InvalidArgumentError');
  return message;
}

const cat = { id: 'b', model, prompt: 'A cat' };

describe.each(makers)(
  'what %s does not know is refused by field and request, before anything is sent',
  method => {
    it.each([
      [{ ...cat, promt: 'A cat' }, 'promt: got an unknown option. Accepted: prompt (did you mean that?)'],
      [
        { ...cat, aspect_ratio: '16:9' },
        'aspect_ratio: got an unknown option. Accepted: aspectRatio (did you mean that?)',
      ],
      [
        { ...cat, provider_options: {} },
        'provider_options: got an unknown option. Accepted: providerOptions (did',
      ],
      [
        { ...cat, image: [png] },
        'image: got an option at the top of a request. Accepted: prompt: { text, images },',
      ],
      [
        { ...cat, images: [png] },
        'images: got an option at the top of a request. Accepted: prompt: { text, images },',
      ],
      [
        { ...cat, resolution: '2k' },
        'resolution: got an option at the top of a request. Accepted: providerOptions.xai.resolution',
      ],
      [
        { ...cat, quality: 'low' },
        'quality: got an option at the top of a request. Accepted: providerOptions.xai.quality',
      ],
      [
        { ...cat, prompt: { text: 'Winter', image: [png] } },
        'prompt.image: got an unknown option. Accepted: images (did you mean that?)',
      ],
      [
        { ...cat, prompt: { text: 'Winter', images: png } },
        'prompt.images: got 105 bytes. Accepted: a list of source images.',
      ],
      [
        { ...cat, prompt: { text: 'Winter', images: [new Blob([png])] } },
        'prompt.images[0]: got a Blob. Accepted: bytes, base64,',
      ],
      [{ ...cat, prompt: 7 }, 'prompt: got 7. Accepted: a text, or { text, images } for an edit.'],
      [{ ...cat, prompt: undefined }, 'prompt: got undefined.'],
      [{ ...cat, model: undefined }, 'model: got undefined. Accepted: the id of a model.'],
      [{ ...cat, model: ' ' }, 'model: got " ". Accepted: the id of a model.'],
    ])('%#', async (request, words) => {
      const message = await failureOf(method, { requests: [{ ...cat, id: 'a' }, request] });

      expect(message).toContain(`Invalid request 'b' of the batch, ${words}`);
    });

    it.each([
      [{ requests: [cat], nam: 'cats' }, 'Invalid nam: got an unknown option.'],
      [{ request: [cat] }, 'Invalid requests: got undefined. Accepted: a list of requests.'],
      [{ requests: new Set([cat]) }, 'Invalid requests: got an object. Accepted: a list of requests.'],
      [{ requests: [] }, 'Invalid requests: got a list of 0. Accepted: at least one request.'],
      [{ requests: ['A cat'] }, 'Invalid requests[0]: got "A cat". Accepted: a plain object.'],
      [{ requests: [{ ...cat, id: 7 }] }, 'Invalid requests[0].id: got 7.'],
      [
        { requests: [cat], abortSignal: new AbortController() },
        'Invalid abortSignal: got an object. Accepted: an AbortSignal.',
      ],
      [
        { requests: [cat], headers: new Headers({ a: 'b' }) },
        'Invalid headers: got an object. Accepted: a plain object of texts.',
      ],
      [[cat], 'Invalid argument: got a list of 1. Accepted: a plain object of '],
      [undefined, 'Invalid argument: got undefined.'],
    ])('beside its requests: %#', async (given, words) => {
      expect(await failureOf(method, given)).toContain(words);
    });
  },
);

it('tells of a mask which request has it', async () => {
  const requests = [cat, { ...cat, id: "$' and $&", prompt: { text: 'Winter', images: [png], mask: png } }];

  const error = await errorOf(grok.batch.create({ requests }));

  expect(UnsupportedFunctionalityError.isInstance(error)).toBe(true);
  expect(error.message).toBe(
    `Failed to edit with ${model} in request '$' and $&' of the batch: it takes no mask. Describe the area in the prompt instead. Nothing was sent.`,
  );
  expect(emulator.requests).toEqual([]);
});

it('refuses a request of AI SDK without a model, which xAI would choose and bill', async () => {
  const requests = [{ id: 'a', type: 'image' as const, model: '', prompt: 'A cat' }];

  const error = await errorOf(startBatch({ provider: grok, requests }));

  expect(error.message).toContain(`request 'a' of the batch, model: got "". Accepted: the id of a model.`);
  expect(emulator.requests).toEqual([]);
});

describe('options of the other methods', () => {
  it.each([
    ['status', { signal: 1 }, 'signal'],
    ['cancel', { timeout: 1 }, 'timeout'],
    ['wait', { pollInterval: 5 }, 'pollInterval'],
  ] as const)('that are not known are refused: %s', async (method, options, name) => {
    const error = await errorOf(Reflect.apply(grok.batch[method], undefined, ['batch_1', options]));

    expect(error.message).toContain(`Invalid ${name}: got an unknown option.`);
    expect(emulator.requests).toEqual([]);
  });

  it.each(['results', 'requests'] as const)('that are not known are refused: %s', async method => {
    const list: AsyncIterable<unknown> = Reflect.apply(grok.batch[method], undefined, [
      'batch_1',
      { limit: 5 },
    ]);

    expect((await errorOf(collect(list))).message).toContain('Invalid limit: got an unknown option.');
    expect(emulator.requests).toEqual([]);
  });
});

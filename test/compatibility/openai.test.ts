import { readFileSync } from 'node:fs';
import { createOpenAI } from '@ai-sdk/openai';
import { startEmulator, type Fault, type RunningEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';
import OpenAI, { toFile } from 'openai';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { emulatorOptions } from '../contract/harness/emulator-options.ts';
import { inVirtualTime } from '../contract/harness/virtual-time.ts';
import { watchFetch } from '../contract/harness/watched-fetch.ts';

const id = 'grok-imagine-image';
const prompt = 'A cat in a tree';

/** What one program came to. */
interface Outcome {
  /** Images of which the program has the bytes. */
  readonly images: number;
  /** Images that were billed, by request. */
  readonly billed: readonly number[];
  readonly warnings: readonly string[];
  readonly error: unknown;
  readonly sent: readonly unknown[];
}

type Settings = RunningEmulator['xai'] & { fetch: typeof fetch };
type Answer = { images: number; warnings?: readonly unknown[] };
type Call = Omit<Parameters<typeof generateImage>[0], 'model' | 'prompt'> & { images?: Uint8Array[] };

async function run(program: (settings: Settings) => Promise<Answer>, fault?: Fault): Promise<Outcome> {
  const emulator = await startEmulator(emulatorOptions);
  onTestFinished(() => emulator.close());
  if (fault) emulator.script(fault);
  const { fetch, isBusy } = watchFetch(globalThis.fetch);
  // Clients wait for seconds between their attempts.
  const settled = await inVirtualTime(isBusy, () =>
    program({ ...emulator.xai, fetch }).then(
      answer => ({ answer, error: undefined }),
      (error: unknown) => ({ answer: undefined, error }),
    ),
  );
  // Requests beside one that failed go on, and are billed.
  await expect.poll(isBusy).toBe(false);
  return {
    images: settled.answer?.images ?? 0,
    billed: emulator.ledger.map(({ images }) => images),
    warnings: (settled.answer?.warnings ?? []).map(warning => JSON.stringify(warning)),
    error: settled.error,
    sent: emulator.requests.filter(({ role }) => role === 'submit').map(({ body }) => body),
  };
}

async function generate(model: Parameters<typeof generateImage>[0]['model'], { images, ...call }: Call) {
  const asked = images ? { text: prompt, images } : prompt;
  const result = await generateImage({ model, prompt: asked, ...call });
  return { images: result.images.length, warnings: result.warnings };
}

const grok = (call: Call) => (settings: Settings) => generate(createGrok(settings).image(id), call);
const provider = (call: Call) => (settings: Settings) => generate(createOpenAI(settings).image(id), call);
/** As xAI's documentation has it: the client of OpenAI at another address. */
const client = (call: object) => async (settings: Settings) => {
  const { data = [] } = await new OpenAI(settings).images.generate({ model: id, prompt, ...call });
  return { images: data.filter(({ b64_json }) => b64_json).length };
};

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAATSURBVAiZYzxjbPyfAQqYGJAAADOBAjVnF5BbAAAAAElFTkSuQmCC',
  'base64',
);
const serverError: Fault = { backend: 'xai', answer: { status: 500, body: '{}' }, times: 3 };
const oneRefused: Fault = { backend: 'xai', moderate: 'flag', items: [0] };
const allRefused: Fault = { backend: 'xai', moderate: 'refuse' };
const empty: Fault = { backend: 'xai', moderate: 'empty', times: 3 };
const isRefusal = expect.objectContaining({
  name: 'ContentModerationError',
  cost: { usd: 0.02 },
});
function without(fields: object): unknown {
  return expect.not.objectContaining(fields);
}
const contains = (text: string) => expect.arrayContaining([expect.stringContaining(text)]);

interface Difference {
  readonly before: (settings: Settings) => Promise<Answer>;
  readonly after: (settings: Settings) => Promise<Answer>;
  readonly fault?: Fault;
  readonly was: object;
  readonly is: object;
}

const ofProvider: Record<string, Difference> = {
  'four images': {
    before: provider({ n: 4 }),
    after: grok({ n: 4 }),
    was: { images: 4, billed: [1, 1, 1, 1] },
    is: { images: 4, billed: [4] },
  },
  'an aspect ratio': {
    before: provider({ aspectRatio: '16:9' }),
    after: grok({ aspectRatio: '16:9' }),
    was: { sent: [without({ aspect_ratio: '16:9' })], warnings: contains('aspectRatio') },
    is: { sent: [expect.objectContaining({ aspect_ratio: '16:9' })], warnings: [] },
  },
  'a size': {
    before: provider({ size: '1920x1080' }),
    after: grok({ size: '1920x1080' }),
    was: { images: 0, billed: [], error: expect.objectContaining({ message: 'Bad Request' }) },
    is: { images: 1, billed: [1], warnings: contains('16:9') },
  },
  'an option of xAI': {
    before: provider({ providerOptions: { openai: { resolution: '2k' } } }),
    after: grok({ providerOptions: { xai: { resolution: '2k' } } }),
    was: { sent: [without({ resolution: '2k' })], warnings: [] },
    is: { sent: [expect.objectContaining({ resolution: '2k' })], warnings: [] },
  },
  'an edit': {
    before: provider({ images: [png] }),
    after: grok({ images: [png] }),
    was: { images: 0, error: expect.objectContaining({ statusCode: 415 }) },
    is: { images: 1, billed: [1] },
  },
  'a server error after the images were made': {
    before: provider({}),
    after: grok({}),
    fault: serverError,
    was: { images: 0, billed: [1, 1, 1] },
    is: { images: 0, billed: [1] },
  },
  'one of three images refused': {
    before: provider({ n: 3 }),
    after: grok({ n: 3 }),
    fault: oneRefused,
    was: {
      images: 0,
      billed: [1, 1, 1],
      error: expect.objectContaining({ message: 'Invalid JSON response' }),
    },
    is: { images: 2, billed: [3], warnings: contains('refused') },
  },
  'all images refused': {
    before: provider({}),
    after: grok({}),
    fault: allRefused,
    was: { billed: [1], error: expect.objectContaining({ message: 'Bad Request' }) },
    is: { billed: [1], error: isRefusal },
  },
  'an empty answer': {
    before: provider({}),
    after: grok({}),
    fault: empty,
    was: { billed: [1, 1, 1] },
    is: { billed: [1], error: isRefusal },
  },
};

const ofClient: Record<string, Difference> = {
  'the bytes': {
    before: client({}),
    after: grok({}),
    was: { images: 0, billed: [1] },
    is: { images: 1, billed: [1] },
  },
  'twelve images': {
    before: client({ n: 12, response_format: 'b64_json' }),
    after: grok({ n: 12 }),
    was: { images: 0, billed: [], error: expect.objectContaining({ status: 400 }) },
    is: { images: 12, billed: expect.arrayContaining([10, 2]) },
  },
  'a misspelt option': {
    before: client({ aspectratio: '16:9', response_format: 'b64_json' }),
    after: grok({ providerOptions: { xai: { aspectratio: '16:9' } } }),
    was: { images: 1, billed: [1], error: undefined },
    is: { billed: [], error: expect.objectContaining({ message: expect.stringContaining('aspectRatio') }) },
  },
  'a size': {
    before: client({ size: '1024x1024' }),
    after: grok({ size: '1024x1024' }),
    was: { images: 0, billed: [], error: expect.objectContaining({ status: 400 }) },
    is: { images: 1, billed: [1], warnings: contains('1:1') },
  },
  'an edit': {
    async before(settings) {
      const image = await toFile(png, 'cat.png', { type: 'image/png' });
      const { data = [] } = await new OpenAI(settings).images.edit({ model: id, prompt, image });
      return { images: data.length };
    },
    after: grok({ images: [png] }),
    was: { images: 0, error: expect.objectContaining({ status: 415 }) },
    is: { images: 1, billed: [1] },
  },
  'a server error after the images were made': {
    before: client({}),
    after: grok({}),
    fault: serverError,
    was: { images: 0, billed: [1, 1, 1] },
    is: { images: 0, billed: [1] },
  },
  'a lost answer': {
    before: client({}),
    after: grok({}),
    fault: { backend: 'xai', reset: 'after', times: 3 },
    was: { images: 0, billed: [1, 1, 1] },
    is: { images: 0, billed: [1] },
  },
  'one of three images refused': {
    before: client({ n: 3, response_format: 'b64_json' }),
    after: grok({ n: 3 }),
    fault: oneRefused,
    was: { images: 2, billed: [3], error: undefined, warnings: [] },
    is: { images: 2, billed: [3], warnings: contains('refused') },
  },
  'all images refused': {
    before: client({}),
    after: grok({}),
    fault: allRefused,
    was: { billed: [1], error: without({ cost: expect.anything() }) },
    is: { billed: [1], error: isRefusal },
  },
};

beforeEach(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
});

describe.each([
  ['migrate-from-ai-sdk-openai', ofProvider],
  ['migrate-from-openai', ofClient],
])('%s', (page, differences) => {
  test.each(Object.entries(differences))('%s', async (_, { before, after, fault, was, is }) => {
    expect(await run(before, fault)).toMatchObject(was);
    expect(await run(after, fault)).toMatchObject(is);
  });

  test('the page has a row for each of them, and no other', () => {
    const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
    const table = text.split('## What differs')[1]?.split('\n## ')[0] ?? '';
    const rows = [...table.matchAll(/^\| ([^|]+?) +\|/gm)].map(([, first]) => first).slice(2);
    expect(rows).toEqual(Object.keys(differences));
  });
});

import { inspect } from 'node:util';
import { createCivitai } from '@grok-image/civitai';
import { createEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emulatorOptions } from '../contract/harness/emulator-options.ts';
import { pictures } from '../contract/harness/pictures.ts';
import { inVirtualTime } from '../contract/harness/virtual-time.ts';
import { watchFetch } from '../contract/harness/watched-fetch.ts';
import { failures } from './harness/failures.ts';
import { apiKey } from './harness/models.ts';

/** Nothing else says this. */
const prompt = 'A heron named Zebulon on a violet velocipede';
/** Milliseconds. */
const timeout = 2000;

const printed: string[] = [];
const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const;

beforeEach(() => {
  printed.length = 0;
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => void printed.push(show(parts)));
  }
  vi.spyOn(process, 'emitWarning').mockImplementation(
    (...parts: unknown[]) => void printed.push(show(parts)),
  );
});

/** Everything that a caller, a log or a tracker of errors can make of a value. */
function show(value: unknown): string {
  const stack = value instanceof Error ? value.stack : '';
  return [
    inspect(value, { depth: 10, showHidden: true, maxStringLength: 1e6 }),
    stringify(value),
    stack,
  ].join('\n');
}

function stringify(value: unknown): string {
  const seen = new Set<unknown>();
  return String(
    JSON.stringify(value, (_, entry: unknown) => {
      if (typeof entry !== 'object' || entry === null)
        return typeof entry === 'bigint' ? String(entry) : entry;
      if (seen.has(entry)) return undefined;
      seen.add(entry);
      return entry instanceof Error ? { ...entry, message: entry.message, cause: entry.cause } : entry;
    }),
  );
}

function messagesOf(error: unknown): string[] {
  const messages: string[] = [];
  for (let current = error; current instanceof Error && messages.length < 8; current = current.cause) {
    messages.push(current.message);
  }
  return messages;
}

const image = `data:image/png;base64,${pictures['image/png']}`;
const ways = [
  { name: 'xai', on: 'xai', key: 'xai', options: {}, create: createGrok },
  {
    name: 'xai in base64',
    on: 'xai',
    key: 'xai',
    options: { responseFormat: 'b64_json', images: [image] },
    create: createGrok,
  },
  { name: 'xai deferred', on: 'xai', key: 'xai', options: { deferred: true }, create: createGrok },
  { name: 'civitai', on: 'civitai', key: 'civitai', options: { images: [image] }, create: createCivitai },
] as const;

describe.each(ways)('with $name', ({ on, key, options, create }) => {
  it.each(failures)('%s shows no key, and no prompt or image in a message', async (_, fault) => {
    const emulator = createEmulator(emulatorOptions);
    emulator.script({ ...fault, backend: on });
    const { fetch, isBusy } = watchFetch(emulator.fetch);
    const provider = create({ apiKey, fetch, timeout });
    const model = provider.image('grok-imagine-image');
    const work = () =>
      generateImage({ model, prompt, n: 2, maxRetries: 1, providerOptions: { [key]: options } }).then(
        ({ providerMetadata, warnings, responses, usage }) => ({
          error: undefined,
          said: { providerMetadata, warnings, responses, usage },
        }),
        (error: unknown) => ({ error, said: undefined }),
      );
    // Nothing is to be waited for where nothing is answered.
    const isStalled = 'stall' in fault && !('on' in fault);
    const { error, said } = await inVirtualTime(() => isBusy() && !isStalled, work);

    const urls = emulator.requests.map(({ path, query }) => [path, query]);
    expect(urls.length > 0 || 'unreachable' in fault || 'reset' in fault).toBe(true);
    const shown = [error, said, provider, model, urls].map(show).concat(printed).join('\n');
    expect(shown).not.toContain(apiKey);
    const messages = [...messagesOf(error), ...printed].join('\n');
    expect(messages).not.toContain('Zebulon');
    expect(messages).not.toContain(pictures['image/png'].slice(0, 40));
  });
});

const answerNothing: typeof globalThis.fetch = async () => new Response('{}');

it('a mistake before anything is sent shows no key', async () => {
  const settings = { apiKey, fetch: answerNothing };
  const mistakes = [
    () => createGrok({ ...settings, baseURL: `https://user:${apiKey}@api.x.ai/v1` }),
    () => createCivitai({ ...settings, baseURL: `https://${apiKey}@orchestration.civitai.com` }),
    () => createGrok({ ...settings, apiKey: `${apiKey}\nx` }).models(),
    () => createGrok({ ...settings, headers: { 'x-key': `${apiKey}\n` } }).models(),
    () =>
      createCivitai({ ...settings, apiKey: `${apiKey}\u2028` }).estimateCost({ model: 'grok-imagine-image' }),
  ];
  for (const mistake of mistakes) {
    const error: unknown = await (async () => mistake())().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(show(error)).not.toContain(apiKey);
  }
});

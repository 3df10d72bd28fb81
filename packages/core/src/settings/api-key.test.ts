import { describe, expect, it, vi } from 'vitest';
import { checkApiKey, loadApiKey } from './api-key.ts';

const variables = ['TEST_IMAGE_KEY', 'TEST_IMAGE_TOKEN'];

function load(apiKey?: string): string {
  return loadApiKey({ apiKey, variables, service: 'Test' });
}

describe('loadApiKey', () => {
  it('prefers the explicit key and trims it', () => {
    vi.stubEnv('TEST_IMAGE_KEY', 'from-environment');

    expect(load(' explicit\n')).toBe('explicit');
  });

  it('takes the first variable that is set', () => {
    vi.stubEnv('TEST_IMAGE_KEY', 'first');
    vi.stubEnv('TEST_IMAGE_TOKEN', 'second');
    expect(load()).toBe('first');

    vi.stubEnv('TEST_IMAGE_KEY', '  ');
    expect(load()).toBe('second');
  });

  it('names the variables and the setting when the key is missing', () => {
    expect(() => load()).toThrow(
      expect.objectContaining({
        name: 'AI_LoadAPIKeyError',
        message:
          'Failed to load the Test API key: it is missing. Set the environment variable TEST_IMAGE_KEY or TEST_IMAGE_TOKEN, or pass apiKey. Nothing was sent.',
      }),
    );
  });

  it.each([
    ['xai-012…89', "'…' (U+2026)"],
    ['“xai-0123”', "'“' (U+201C)"],
    ['xai-01\n23', 'U+000A'],
    ['xai-01\u{200b}23', 'U+200B'],
  ])('names where the key %j stands and the character that no key has', (apiKey, character) => {
    const words = `holds ${character}, which no key has. Copy the key again, whole and without quotes. Nothing was sent.`;
    expect(() => load(apiKey)).toThrow(`Failed to load the Test API key: apiKey ${words}`);

    vi.stubEnv('TEST_IMAGE_TOKEN', apiKey);
    expect(() => load()).toThrow(`Failed to load the Test API key: TEST_IMAGE_TOKEN ${words}`);
  });

  it.each<[key: string, words: string]>([
    ['"key-0123"', 'stands in quotes'],
    ["'key-0123", 'stands in quotes'],
    ['key-0123`', 'stands in quotes'],
    ['Bearer key-0123', "begins with 'Bearer', which is put before it anyway"],
    ['bearer', "begins with 'Bearer', which is put before it anyway"],
    ['undefined', 'is the text of a value that is none'],
    ['null', 'is the text of a value that is none'],
    ['[object Object]', 'is the text of a value that is none'],
    ['TEST_IMAGE_KEY=key-0123', 'begins with the name of a variable'],
    ['export TEST_IMAGE_KEY=key-0123', 'begins with the name of a variable'],
    ['key-01 23', 'holds a blank, which no key has'],
  ])('says where the key %j stands and what is wrong with it, without it', (key, words) => {
    const sentence = `${words}. Copy the key again, whole and without quotes. Nothing was sent.`;
    expect(() => load(key)).toThrow(`Failed to load the Test API key: apiKey ${sentence}`);

    vi.stubEnv('TEST_IMAGE_TOKEN', key);
    expect(() => load()).toThrow(`Failed to load the Test API key: TEST_IMAGE_TOKEN ${sentence}`);
    expect(() => load()).not.toThrow('0123');
  });

  it.each([20_231_129, true, { key: 'key-0123' }])('says the type of a key that is no text: %j', apiKey => {
    const found = `apiKey is a value of type ${typeof apiKey}, not a text. Copy`;
    expect(() => Reflect.apply(load, undefined, [apiKey])).toThrow(`the Test API key: ${found}`);
    expect(() => checkApiKey(apiKey)).toThrow(
      `Invalid apiKey: got a value of type ${typeof apiKey}. Accepted: a text. Nothing was sent.`,
    );
  });

  it.each([
    ['sk-0123', 'sk-', 'OpenAI or a service like it'],
    ['sk-ant-0123', 'sk-ant-', 'Anthropic'],
    ['gsk_0123', 'gsk_', 'Groq'],
    ['xai-0123', 'xai-', 'xAI'],
  ])('refuses the key %s towards the service itself only, which has others', (apiKey, beginning, vendor) => {
    const given = { apiKey, variables, service: 'Test' };
    expect(() => loadApiKey({ ...given, isDirect: true })).toThrow(
      `the Test API key: apiKey begins with '${beginning}', as keys of ${vendor} do. Pass a key of Test. Nothing was sent.`,
    );
    expect(loadApiKey(given)).toBe(apiKey);
    expect(loadApiKey({ ...given, service: vendor, isDirect: true })).toBe(apiKey);
  });

  it.each(['', ' \t'])('says that the key %j is blank and does not fall back to the environment', apiKey => {
    vi.stubEnv('TEST_IMAGE_KEY', 'from-environment');

    expect(() => load(apiKey)).toThrow('Failed to load the Test API key: it is blank.');
  });

  it('says that a variable is blank', () => {
    vi.stubEnv('TEST_IMAGE_KEY', '');

    expect(() => load()).toThrow('it is blank');
  });

  it.each([
    ['no process', undefined],
    ['a process without variables', {}],
    [
      'an environment that may not be read',
      {
        env: new Proxy(
          {},
          {
            get: () => {
              throw new Error('Requires env access');
            },
          },
        ),
      },
    ],
  ])('names the variables where there is %s', (_, process) => {
    vi.stubGlobal('process', process);
    try {
      expect(() => load()).toThrow('it is missing. Set the environment variable TEST_IMAGE_KEY');
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

import { describe, expect, it, vi } from 'vitest';
import { loadApiKey } from './api-key.ts';

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

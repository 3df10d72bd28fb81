import type { Elsewhere } from './parse-strict.ts';

/** How arguments of `generateImage` are written there that people look for among the options of a provider. */
const ofCall: Readonly<Record<string, string>> = {
  n: 'n',
  size: 'size',
  seed: 'seed',
  prompt: 'prompt',
  model: 'model',
  headers: 'headers',
  abortSignal: 'abortSignal',
  maxRetries: 'maxRetries',
  files: 'prompt: { text, images }',
  mask: 'prompt: { text, images, mask }',
};

/** What stands beside `providerOptions`, by the name that it has there. */
export const ofGenerateImage: Elsewhere = new Map(
  Object.entries(ofCall).map(([name, written]) => [
    name,
    {
      what: 'an argument of generateImage',
      accepted: `generateImage({ ${written}, providerOptions })`,
    },
  ]),
);

/**
 * Options that another package of this family has.
 *
 * @param key - that of its options
 * @param names - of them, with blanks between
 */
export function ofSister(key: string, names: string): Elsewhere {
  const accepted = (name: string) => `providerOptions.${key}.${name}, with a model of @grok-image/${key}`;
  return new Map(
    names.split(' ').map(name => [name, { what: `an option of ${key}`, accepted: accepted(name) }]),
  );
}
